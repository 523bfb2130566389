import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuditService } from '../../src/audit/audit.service';
import { Clock } from '../../src/calendar/clock';
import { Database } from '../../src/database/database';
import { Queue } from '../../src/queue/queue';
import { DispatchService } from '../../src/reminder/dispatch.service';
import { HttpSmsGateway } from '../../src/reminder/http-sms-gateway';
import { ReminderService } from '../../src/reminder/reminder.service';
import type { SmsMessage } from '../../src/reminder/sms-gateway';
import { Vault } from '../../src/vault/vault';
import { openOffice, type Office } from '../support/office';
import { asksForProof, outbox, plans, runsOut, sends } from '../support/office-reminder';

const TIMEOUT_MS = 300;

describe('Posting reminders to the SMS gateway', () => {
  let office: Office;
  let gateway: Server;
  let dispatches: DispatchService;
  let projectId: number;
  let heard: { token: string | undefined; messages: SmsMessage[] }[];
  let answers: (messages: SmsMessage[], response: ServerResponse) => void;

  beforeAll(async () => {
    office = await openOffice('2025-06-02');
    projectId = await asksForProof(office);
    gateway = createServer((request, response) => void listens(request, response));
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/sms`;
    dispatches = new DispatchService(
      office.get(Database),
      office.get(Clock),
      office.get(Vault),
      office.get(AuditService),
      office.get(Queue),
      office.get(ReminderService),
      new HttpSmsGateway({ url, token: 'gateway-token' }, TIMEOUT_MS),
    );
  });
  afterAll(async () => {
    gateway.closeAllConnections();
    gateway.close();
    await office.closes();
  });
  beforeEach(() => {
    heard = [];
    answers = acceptsAll;
  });

  const listens = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { messages } = JSON.parse(body) as { messages: SmsMessage[] };
    heard.push({ token: request.headers.authorization, messages });
    answers(messages, response);
  };
  const acceptsAll: typeof answers = (messages, response) =>
    response.end(JSON.stringify({ accepted: messages.map(({ id }) => id) }));
  const isDue = async (phone: string) => {
    const personId = await runsOut(office, projectId, '2025-06-09', { phone });
    await plans(office);
    return personId;
  };

  it('tells number, text and a name of its own of each message, and marks it sent', async () => {
    const personId = await isDue('15460000011');
    const [{ id }] = (await office.asks('select id from reminder where person_id = $1', [personId])) as [
      { id: number },
    ];

    expect(await sends(office, dispatches)).toMatchObject({ sentCount: 1, failedCount: 0, leftCount: 0 });

    expect(heard).toEqual([
      {
        token: 'Bearer gateway-token',
        messages: [
          {
            id: `zufa-${office.agencyId}-${id}`,
            phone: '15460000011',
            text: expect.stringContaining('到期'),
          },
        ],
      },
    ]);
    expect(await outbox(office, personId)).toEqual(['7 2025-06-09 SENT']);
    expect(await sends(office, dispatches)).toMatchObject({ sentCount: 0, dispatchId: null });
    expect(heard).toHaveLength(1);
  });

  it('keeps what the gateway refuses, without the number it quotes, and sends it again when asked', async () => {
    const [good, bad] = [await isDue('15460000021'), await isDue('15460000022')];
    answers = (messages, response) => {
      const [wrong] = messages.filter(({ phone }) => phone.endsWith('22'));
      const accepted = messages.filter((message) => message !== wrong).map(({ id }) => id);
      const refused = [{ id: wrong!.id, reason: '15460000022 是空号' }];
      response.end(JSON.stringify({ accepted, refused }));
    };

    expect(await sends(office, dispatches)).toMatchObject({ sentCount: 1, failedCount: 1 });

    expect([await outbox(office, good), await outbox(office, bad)]).toEqual([
      ['7 2025-06-09 SENT'],
      ['7 2025-06-09 FAILED'],
    ]);
    const reminders = office.get(ReminderService);
    const page = { state: 'FAILED', after: 0, limit: 10 } as const;
    const [failed] = await reminders.list(office.actor('CLERK'), page);
    expect(failed).toMatchObject({ failure: '**** 是空号', phone: '154****0022', stateLabel: '网关拒收' });
    await plans(office);
    expect(await outbox(office, bad)).toHaveLength(1);
    await reminders.retry(office.actor('CLERK'), failed!.id);
    await expect(reminders.retry(office.actor('CLERK'), failed!.id)).rejects.toMatchObject({
      code: 'reminder_move_not_allowed',
    });
    answers = acceptsAll;
    await sends(office, dispatches);
    expect(await outbox(office, bad)).toEqual(['7 2025-06-09 SENT']);
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ['is overloaded', (response) => response.writeHead(503).end(), 'partner_unreachable'],
    ['asks to wait', (response) => response.writeHead(429).end(), 'partner_unreachable'],
    ['breaks off', (response) => response.destroy(), 'partner_unreachable'],
    ['is silent', () => undefined, 'partner_unreachable'],
    ['shows a login page', (response) => response.end('<html>'), 'partner_unreachable'],
    ['says nothing of a message', (response) => response.end('{"accepted":[]}'), 'partner_unreachable'],
    ['answers null', (response) => response.end('null'), 'partner_unreachable'],
    [
      'points elsewhere',
      (response) => response.writeHead(307, { location: '/x' }).end(),
      'partner_unreachable',
    ],
    ['does not know the token', (response) => response.writeHead(401).end(), 'sms_gateway_refused'],
  ])('marks nothing when the gateway %s', async (_, answer, code) => {
    const personId = await isDue('15460000031');
    answers = (_messages, response) => answer(response);

    await expect(sends(office, dispatches)).rejects.toMatchObject({ code });

    expect(heard).toHaveLength(1);
    expect(await outbox(office, personId)).toEqual(['7 2025-06-09 PENDING']);
    answers = acceptsAll;
    await sends(office, dispatches);
  });

  it('repeats a message under the same name when its run died after the gateway had heard it', async () => {
    const personId = await isDue('15460000041');
    const dies = office.db.database.transaction(office.agencyId, async (tx) => {
      const requestedBy = { agencyId: office.agencyId, userId: null };
      const job = { tx, agencyId: office.agencyId, requestedBy, job: {} as never, progress: () => {} };
      await dispatches.send(job);
      throw new Error('killed before its commit');
    });
    await expect(dies).rejects.toThrow('killed');

    await sends(office, dispatches);

    expect(heard).toHaveLength(2);
    expect(heard[1]!.messages[0]!.id).toBe(heard[0]!.messages[0]!.id);
    expect(await outbox(office, personId)).toEqual(['7 2025-06-09 SENT']);
  });

  it('posts at most 200 messages at a time', async () => {
    for (let n = 0; n < 201; n += 1) await runsOut(office, projectId, '2025-06-10', { phone: `1546100${n}` });
    await plans(office);

    await sends(office, dispatches);

    expect(heard.map(({ messages }) => messages.length)).toEqual([200, 1]);
  });
});
