import * as fc from 'fast-check';
import type { BankProfile } from '../../../src/bank-exchange/profile/bank-profile';
import type { NormalisedOutcome } from '../../../src/bank-exchange/profile/outcomes';
import { paymentFile } from '../../../src/bank-exchange/profile/payment-file';
import type { FileTotals, PaymentLine } from '../../../src/bank-exchange/profile/payment-lines';
import { BUILT_IN_PROFILES } from '../../../src/bank-exchange/profile/profiles';
import { readReturn, type ReturnItem } from '../../../src/bank-exchange/profile/return-lines';
import { decodeStrict } from '../../../src/bank-exchange/profile/strict-decoder';
import { encodeStrict, findUnencodable } from '../../../src/bank-exchange/profile/strict-encoder';

/** Han characters of every block, the separator and letters: what names are made of. */
const nameCharacter = fc.oneof(
  fc.integer({ min: 0x4e00, max: 0x9fff }),
  fc.integer({ min: 0x3400, max: 0x4dbf }),
  fc.integer({ min: 0x20000, max: 0x3134f }),
  fc.constantFrom(0xb7, 0x3007, 0x41, 0x5f),
);

/** A name that a charset can hold, of 1 to 30 characters. */
function nameIn(charset: BankProfile['out']['charset']) {
  return fc
    .array(nameCharacter, { minLength: 1, maxLength: 30 })
    .map((codes) => String.fromCodePoint(...codes))
    .filter((name) => findUnencodable(name, charset).length === 0);
}

function paymentIn(charset: BankProfile['out']['charset']): fc.Arbitrary<Omit<PaymentLine, 'serial'>> {
  return fc.record({
    payeeName: nameIn(charset),
    accountNumber: fc.stringMatching(/^[0-9]{8,32}$/),
    citizenId: fc.stringMatching(/^6599001960[0-9]{7}[0-9X]$/),
    // Twenty of them stay below the 12 digits of yuan that are read.
    amountFen: fc.integer({ min: 1, max: 4_999_999_999_999 }),
    bankName: fc.constant(null),
    bankCode: fc.constant(null),
    note: fc.constantFrom('', '2025年3月生活补贴'),
  });
}

const ANSWERS: readonly (readonly [string, NormalisedOutcome])[] = [
  ['|1|0000|交易成功|20250311|B1', '00'],
  ['|2|0001|户名不符||', '01'],
  ['|3||处理中||', '13'],
  ['|2|ZZ|\u5176\u4ed6||', '99'],
];

describe.each([
  ['P1', BUILT_IN_PROFILES.P1],
  ['P2', BUILT_IN_PROFILES.P2],
  ['P1 in GB18030', { ...BUILT_IN_PROFILES.P1, ...inCharset(BUILT_IN_PROFILES.P1, 'GB18030') }],
  ['P2 in UTF-8 with a mark', { ...BUILT_IN_PROFILES.P2, ...inCharset(BUILT_IN_PROFILES.P2, 'UTF-8-BOM') }],
] as const)('A payment file of %s, answered by the bank', (_, profile) => {
  const { charset } = profile.out;
  const story = fc.record({
    payments: fc.array(paymentIn(charset), { minLength: 1, maxLength: 20 }),
    answers: fc.array(fc.constantFrom(...ANSWERS), { minLength: 20, maxLength: 20 }),
    chunkLength: fc.integer({ min: 1, max: 300 }),
  });

  it('comes back with the same serials, accounts, names and amounts', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ payments, answers, chunkLength }) => {
        const lines = payments.map((payment, index) => ({ ...payment, serial: index + 1 }));
        const sent = send(profile, lines);
        const returned = answer(sent, profile, answers);
        const items = await read(returned, profile, chunkLength);
        expect(items.filter((item) => item.kind === 'LINE').map(comparable)).toEqual(
          lines.map((line, index) => ({ ...comparable(line), outcome: answers[index]![1] })),
        );
        expect(items.filter((item) => item.kind === 'PROBLEM')).toEqual([]);
        if (profile.return.header) {
          const totalFen = lines.reduce((sum, line) => sum + line.amountFen, 0);
          expect(items[0]).toMatchObject({ kind: 'HEADER', lineCount: lines.length, totalFen });
        }
      }),
      { numRuns: 150 },
    );
  });
});

function inCharset(profile: BankProfile, charset: BankProfile['out']['charset']): BankProfile {
  return { ...profile, out: { ...profile.out, charset }, return: { ...profile.return, charset } };
}

function send(profile: BankProfile, lines: readonly PaymentLine[]): Buffer {
  const totals: FileTotals = {
    batchNo: '20250301',
    versionNo: 1,
    producedOn: '2025-03-10',
    payerUnitNo: '659001',
    payerAccount: '6500123456789',
    lineCount: lines.length,
    totalFen: lines.reduce((sum, line) => sum + line.amountFen, 0),
    partNo: 1,
    partCount: 1,
  };
  const file = paymentFile(profile, totals);
  return Buffer.concat([file.header(), file.lines(lines), file.trailer()]);
}

/** The bank: repeats every line as it read it and adds its answer. */
function answer(sent: Buffer, profile: BankProfile, answers: readonly (readonly [string, string])[]): Buffer {
  const lines = decodeStrict(sent, profile.out.charset)!.split('\r\n').slice(0, -1);
  const headerCount = profile.out.header ? 1 : 0;
  const answered = lines.map((line, index) =>
    index < headerCount ? line : line + answers[index - headerCount]![0],
  );
  return encodeStrict(`${answered.join('\r\n')}\r\n`, profile.return.charset);
}

async function read(bytes: Buffer, profile: BankProfile, chunkLength: number): Promise<ReturnItem[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkLength) yield bytes.subarray(at, at + chunkLength);
  }
  const items: ReturnItem[] = [];
  for await (const item of readReturn(chunks(), profile)) items.push(item);
  return items;
}

function comparable(line: {
  serial: number;
  accountNumber: string;
  payeeName: string | null;
  amountFen: number;
  outcome?: string;
}) {
  const { serial, accountNumber, payeeName, amountFen, outcome } = line;
  return { serial, accountNumber, payeeName, amountFen, ...(outcome === undefined ? {} : { outcome }) };
}
