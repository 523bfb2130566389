import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPromise } from 'yauzl';
import { AgreementService } from '../../src/recovery/agreement.service';
import { LetterService } from '../../src/recovery/letter.service';
import { printCapitals } from '../../src/calendar/capital-amount';
import type { Office } from '../support/office';
import { enrols, founds } from '../support/office-money';
import { caseOf, learns, openQuietOffice, orders, paysMonth } from './recovery-desk';

describe('An amount in capitals', () => {
  it.each`
    fen                  | capitals
    ${0}                 | ${'零元整'}
    ${1}                 | ${'壹分'}
    ${10}                | ${'壹角整'}
    ${100}               | ${'壹元整'}
    ${105}               | ${'壹元零伍分'}
    ${150}               | ${'壹元伍角整'}
    ${1_000}             | ${'壹拾元整'}
    ${24_000}            | ${'贰佰肆拾元整'}
    ${100_500}           | ${'壹仟零伍元整'}
    ${1_000_000}         | ${'壹万元整'}
    ${1_000_105}         | ${'壹万零壹元零伍分'}
    ${10_050_000}        | ${'壹拾万零伍佰元整'}
    ${13_631_282}        | ${'壹拾叁万陆仟叁佰壹拾贰元捌角贰分'}
    ${10_000_000_000}    | ${'壹亿元整'}
    ${10_000_010_000}    | ${'壹亿零壹佰元整'}
    ${10_010_000_000_01} | ${'壹佰亿壹仟万元零壹分'}
  `('of $fen fen is $capitals', ({ fen, capitals }) => {
    expect(printCapitals(fen as number)).toBe(capitals);
  });
});

/** The text of a Word document, a line a paragraph, read out of its zip archive. */
async function textOf(document: Buffer): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'zufa-letter-'));
  writeFileSync(join(folder, 'letter.docx'), document);
  const archive = await openPromise(join(folder, 'letter.docx'), { lazyEntries: true, autoClose: false });
  let xml = '';
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName !== 'word/document.xml') continue;
    for await (const chunk of await archive.openReadStreamPromise(entry)) xml += String(chunk);
  }
  archive.close();
  rmSync(folder, { recursive: true });
  return xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '');
}

describe('The letters of a recovery', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openQuietOffice();
  });
  afterAll(() => office.closes());

  const overpaid = async (fundNature: 'GENERAL_BUDGET' | 'INSURANCE_FUND') => {
    const project = await founds(office, { name: '1995年前退休人员生活费', fundNature, funeralMonths: 1 });
    const { personId } = await enrols(office, project, '阿依古丽·买买提');
    for (let payout = 0; payout < 4; payout += 1) await paysMonth(office, project, payout);
    await learns(office, personId, 'DEATH', '2025-01-15');
    return personId;
  };

  it('order exactly what was confirmed, by the rules for the money it was paid from', async () => {
    const letters = office.get(LetterService);
    const personId = await overpaid('GENERAL_BUDGET');
    const { id } = await caseOf(office, personId);
    await expect(letters.order(office.actor('AUDITOR'), id)).rejects.toMatchObject({
      code: 'recovery_not_ordered',
    });
    await orders(office, personId, '2025-06-30');

    const { name, content } = await letters.order(office.actor('AUDITOR'), id);

    const text = await textOf(content);
    expect(name).toBe(`责令退回通知书${id}.docx`);
    const [idNumber] = /659\*+\d{3}X/.exec(text) ?? [];
    expect(idNumber).toHaveLength(18);
    for (const said of [
      '责令退回通知书',
      `追回〔2025〕${id}号`,
      '阿依古丽·买买提',
      '1995年前退休人员生活费',
      '新政办发〔2010〕168号',
      '2025-03',
      '2025-04',
      '死亡次月起停发',
      '另有 2025-02 已发 120.00 元，按项目规定不予追回。',
      '240.00 元（大写：人民币贰佰肆拾元整）',
      '财政违法行为处罚处分条例',
      '请于 2025年6月30日前退回。',
      '测试社会保险中心',
      '2025年4月10日',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('社会保险法');
    expect(await office.asks(`select act from audit_entry where act = 'recovery.print-letter'`)).toHaveLength(
      1,
    );
  });

  it('name the law of the insurance fund where that has paid', async () => {
    const personId = await overpaid('INSURANCE_FUND');
    const { id } = await orders(office, personId);
    const text = await textOf((await office.get(LetterService).order(office.actor('AUDITOR'), id)).content);

    expect(text).toContain('中华人民共和国社会保险法');
    expect(text).not.toContain('财政违法行为处罚处分条例');
  });

  it('put the schedule of instalments on paper, and a consent with room to sign', async () => {
    const letters = office.get(LetterService);
    const personId = await overpaid('GENERAL_BUDGET');
    const { id, version } = await orders(office, personId);
    await expect(letters.instalments(office.actor('AUDITOR'), id)).rejects.toMatchObject({
      code: 'no_instalments_agreed',
    });
    await office.get(AgreementService).agreeInstalments(office.actor('AUDITOR'), id, {
      version,
      documentNo: '还款协议〔2025〕7号',
      signedOn: '2025-04-10',
      instalments: [
        { dueOn: '2025-05-31', amountFen: 100_05 },
        { dueOn: '2025-06-30', amountFen: 139_95 },
      ],
    });

    const agreement = await textOf((await letters.instalments(office.actor('AUDITOR'), id)).content);
    for (const said of [
      '分期还款协议',
      '还款协议〔2025〕7号',
      '分 2 期退回',
      '2025-05-31',
      '100.05',
      '2025-06-30',
      '139.95',
    ])
      expect(agreement).toContain(said);
    const consent = await textOf((await letters.consent(office.actor('AUDITOR'), id)).content);
    expect(consent).toContain('尚欠 240.00 元（大写：人民币贰佰肆拾元整）');
  });
});
