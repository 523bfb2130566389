import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '../src/access/permissions';
import type { SignedIn } from '../src/auth/session.service';
import type { Clock } from '../src/calendar/clock';
import type { Problem } from '../src/http/problem.filter';
import type { JobDto } from '../src/jobs/job.dto';

/** A user of the demonstration; the first password is the administrator's, every later one the user's own. */
export interface DemoUser {
  username: string;
  displayName: string;
  roles: readonly Role[];
}

/** A file as a form uploads it. */
export interface FileToSend {
  name: string;
  content: Buffer;
}

/** The product refused: what it answered as problem+json, or the problem of a job that did not finish. */
export class Refused extends Error {
  constructor(readonly problem: Pick<Problem, 'code' | 'detail' | 'facts'>) {
    super(`${problem.code}: ${problem.detail}`);
  }
}

/** A job is asked after this often; a compilation of a thousand persons takes about twice as long. */
const POLL_MS = 40;
/** No job of the demonstration takes longer; if one does, the demonstration ends instead of hanging. */
const JOB_WITHIN_MS = 60_000;

/**
 * One user of an office at the HTTP API, and nothing but the API. Signs in on every new business day, because
 * sessions end while the clock moves on, and changes the password when the product says that it is due.
 */
export class UserClient {
  private token = '';
  private signedInOn = '';
  private passwordNo = 1;

  constructor(
    private readonly office: { apiUrl: string; agencyCode: string; clock: Clock },
    readonly user: DemoUser,
  ) {}

  /** The password that is good now. */
  get password(): string {
    return passwordOf(this.passwordNo);
  }

  /** What a route answers to a GET. */
  async get<T>(path: string): Promise<T> {
    return (await this.request('GET', path)).json() as Promise<T>;
  }

  /** The bytes of a download. */
  async download(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.request('GET', path)).arrayBuffer());
  }

  /** What a route answers to a POST; `key` is the Idempotency-Key, a fresh one for every act unless given. */
  async post<T>(path: string, body: object, key: string = randomUUID()): Promise<T> {
    const headers = { 'idempotency-key': key };
    return (await this.request('POST', path, { headers, body: JSON.stringify(body) })).json() as Promise<T>;
  }

  /** What a route answers to a PUT. */
  async put<T>(path: string, body: object): Promise<T> {
    const headers = { 'idempotency-key': randomUUID() };
    return (await this.request('PUT', path, { headers, body: JSON.stringify(body) })).json() as Promise<T>;
  }

  /** Sends a file with the fields of its form. */
  async upload<T>(path: string, file: FileToSend, fields: Record<string, string> = {}): Promise<T> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(file.content)]), file.name);
    const headers = { 'idempotency-key': randomUUID() };
    return (await this.request('POST', path, { headers, body: form })).json() as Promise<T>;
  }

  /** Waits for a job and gives its result. Throws `Refused` when the job did not finish. */
  async job(jobId: number | null): Promise<JobDto['result']> {
    const until = Date.now() + JOB_WITHIN_MS;
    while (jobId !== null && Date.now() < until) {
      await pause(POLL_MS);
      const { state, result, problem } = await this.get<JobDto>(`/jobs/${jobId}`);
      if (state === 'SUCCEEDED') return result;
      if (state === 'FAILED') throw new Refused(problem!);
    }
    if (jobId === null) return null;
    throw new Error(`job ${jobId} is still not done after ${JOB_WITHIN_MS / 1000} s`);
  }

  /** Signs in unless this has been done today; a password that is due is changed first, as the product demands. */
  async signIn(): Promise<void> {
    const { clock, agencyCode } = this.office;
    if (this.signedInOn === clock.today()) return;
    const { username } = this.user;
    const open = async () => {
      const body = JSON.stringify({ agencyCode, username, password: this.password });
      const signedIn = await this.send('POST', '/sessions', { body });
      const { token, mustChangePassword } = (await signedIn.json()) as SignedIn;
      this.token = token;
      return mustChangePassword;
    };
    if (await open()) {
      const newPassword = passwordOf(this.passwordNo + 1);
      const body = JSON.stringify({ oldPassword: this.password, newPassword });
      await this.send('POST', '/users/me/password', { body });
      this.passwordNo += 1;
      await open();
    }
    this.signedInOn = clock.today();
  }

  private async request(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    await this.signIn();
    return this.send(method, path, init);
  }

  private async send(method: string, path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.token}`);
    // A form brings its own content type, with the boundary of its parts.
    if (typeof init.body === 'string') headers.set('content-type', 'application/json');
    const response = await fetch(this.office.apiUrl + path, { ...init, method, headers });
    if (response.ok) return response;
    throw new Refused((await response.json()) as Problem);
  }
}

/** The passwords of the demonstration, all users alike: they are printed, and protect nobody real. */
export function passwordOf(no: number): string {
  return `Zufa-demo-${String(no).padStart(2, '0')}`;
}

/** Sets an agency up with its first administrator; allowed to who holds the installation's setup token. */
export async function createAgency(
  apiUrl: string,
  setupToken: string,
  agency: { code: string; name: string; administrator: DemoUser },
): Promise<void> {
  const { username, displayName } = agency.administrator;
  const response = await fetch(`${apiUrl}/agencies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'setup-token': setupToken },
    body: JSON.stringify({
      code: agency.code,
      name: agency.name,
      administrator: { username, displayName, password: passwordOf(1) },
    }),
  });
  if (!response.ok) throw new Refused((await response.json()) as Problem);
}
