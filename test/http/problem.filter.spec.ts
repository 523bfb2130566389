import type { ArgumentsHost } from '@nestjs/common';
import { pino } from 'pino';
import { QueryFailedError } from 'typeorm';
import { ProblemFilter } from '../../src/http/problem.filter';

const coded = (code: string) => Object.assign(new Error('no room'), { code });

/** What a client is answered when this error reaches the filter. */
function answerTo(error: unknown): unknown {
  const json = jest.fn();
  const response = { headersSent: false, status: () => response, type: () => response, json };
  const host = { switchToHttp: () => ({ getResponse: () => response }) } as unknown as ArgumentsHost;
  new ProblemFilter(pino({ level: 'silent' })).catch(error, host);
  return json.mock.calls[0][0];
}

describe('An error nobody declared', () => {
  it.each`
    what                                   | error                                                   | status | code
    ${'a full disk'}                       | ${coded('ENOSPC')}                                      | ${507} | ${'disk_full'}
    ${'a used-up quota'}                   | ${coded('EDQUOT')}                                      | ${507} | ${'disk_full'}
    ${'a full disk of the database'}       | ${new QueryFailedError('insert', [], coded('53100'))}   | ${507} | ${'disk_full'}
    ${'a full disk behind another error'}  | ${new Error('not written', { cause: coded('ENOSPC') })} | ${507} | ${'disk_full'}
    ${'another error of the database'}     | ${new QueryFailedError('insert', [], coded('53200'))}   | ${500} | ${'unexpected'}
    ${'something thrown that is no error'} | ${undefined}                                            | ${500} | ${'unexpected'}
  `('is answered $status $code when it is $what', ({ error, status, code }) => {
    expect(answerTo(error)).toMatchObject({ status, code });
  });

  it('says in Chinese that the disk is full', () => {
    expect(answerTo(coded('ENOSPC'))).toMatchObject({ detail: expect.stringContaining('磁盘已满') });
  });
});
