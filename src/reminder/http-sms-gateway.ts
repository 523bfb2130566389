import type { SmsGatewaySettings } from '../config/config';
import { PartnerUnreachable } from '../errors/request.errors';
import { SmsGatewayRefused } from './reminder.errors';
import { SmsGateway, type SmsMessage, type SmsRefusal } from './sms-gateway';

/** A gateway that takes 200 messages in longer than this is not well. */
const TIMEOUT_MS = 10_000;
const PARTNER = '短信网关';
/** These say "later"; every other refusal of a request would be repeated. */
const PASSING_STATUSES: readonly number[] = [408, 425, 429];
const LONGEST_REASON = 100;

/**
 * Posts messages as JSON: `{"messages": [{"id", "phone", "text"}]}`, answered by `{"accepted": ["id"], "refused":
 * [{"id", "reason"}]}` in which every id appears. At least once: a message may come again under its id.
 */
export class HttpSmsGateway extends SmsGateway {
  readonly adapter = 'HTTP';

  constructor(
    private readonly settings: SmsGatewaySettings,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {
    super();
  }

  /** Throws `PartnerUnreachable` for what may pass, `SmsGatewayRefused` for what will not. */
  async deliver(blocks: AsyncIterable<readonly SmsMessage[]>): Promise<SmsRefusal[]> {
    const refusals: SmsRefusal[] = [];
    for await (const block of blocks) {
      refusals.push(
        ...refusalsIn(
          await this.post(block),
          block.map(({ id }) => id),
        ),
      );
    }
    return refusals;
  }

  private async post(messages: readonly SmsMessage[]): Promise<string> {
    const { url, token } = this.settings;
    let status: number;
    let answer: string;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(token !== null && { Authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ messages }),
        // Telephone numbers go to the configured address and nowhere else.
        redirect: 'error',
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      status = response.status;
      answer = await response.text();
    } catch {
      throw new PartnerUnreachable(PARTNER, `连接不上，或 ${this.timeoutMs / 1000} 秒内没有答复`);
    }
    if (status >= 200 && status < 300) return answer;
    if (status >= 500 || PASSING_STATUSES.includes(status))
      throw new PartnerUnreachable(PARTNER, `答复了状态 ${status}`);
    throw new SmsGatewayRefused(status);
  }
}

/** What an answer refuses. A login page with status 200 is no answer, and silence about a message is none either. */
function refusalsIn(answer: string, ids: readonly string[]): SmsRefusal[] {
  const { accepted, refused } = readAnswer(answer);
  const known = new Set([...accepted, ...refused.map(({ id }) => id)]);
  if (!ids.every((id) => known.has(id))) throw new PartnerUnreachable(PARTNER, '没有逐条说明结果');
  const asked = new Set(ids);
  return refused
    .filter(({ id }) => asked.has(id))
    .map(({ id, reason }) => ({
      id,
      // A gateway likes to repeat the number it cannot reach.
      reason: reason.replace(/\d{4,}/g, '****').slice(0, LONGEST_REASON),
    }));
}

function readAnswer(answer: string): { accepted: string[]; refused: SmsRefusal[] } {
  try {
    const { accepted = [], refused = [] } = JSON.parse(answer) as Record<'accepted' | 'refused', unknown[]>;
    return {
      accepted: accepted.map(String),
      refused: (refused as { id: unknown; reason?: unknown }[]).map(({ id, reason }) => ({
        id: String(id),
        reason: typeof reason === 'string' && reason !== '' ? reason : '网关没有说明原因',
      })),
    };
  } catch {
    throw new PartnerUnreachable(PARTNER, '的答复无法读懂');
  }
}
