import type { ReminderAdapter } from './reminder.entity';

/** One message for one telephone. */
export interface SmsMessage {
  /**
   * The same whenever this reminder is handed over: a run that died after the gateway had heard it is repeated, and only
   * the gateway can tell that it knows the message already.
   */
  readonly id: string;
  readonly phone: string;
  readonly text: string;
}

/** A message the gateway will not deliver, and why. */
export interface SmsRefusal {
  readonly id: string;
  readonly reason: string;
}

/** The port to the SMS gateway (短信网关). */
export abstract class SmsGateway {
  abstract readonly adapter: ReminderAdapter;

  /**
   * Hands messages over, a block at a time, and tells which were refused. Throws when it cannot be said what became of
   * a message; then all of them are handed over again under the same ids.
   */
  abstract deliver(blocks: AsyncIterable<readonly SmsMessage[]>): Promise<SmsRefusal[]>;
}

/**
 * Without a gateway to post to, the messages are a file that is made when a user downloads it: until then not a single
 * number is decrypted.
 */
export class FileSmsGateway extends SmsGateway {
  readonly adapter = 'FILE';

  deliver(): Promise<SmsRefusal[]> {
    return Promise.resolve([]);
  }
}
