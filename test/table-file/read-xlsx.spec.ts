import { writeXlsx as writeWithHucre } from 'hucre/xlsx';
import { readAccountNumber } from '../../src/person/account-number';
import { forgedWorkbook, rowsOf, sheetXml, textsOf, type Forgery } from './forged-workbook';

/** The first cell of a workbook whose cell A1 is this XML. */
async function cellOf(xml: string, rest: Partial<Forgery> = {}) {
  const rows = await rowsOf(await forgedWorkbook({ ...rest, rows: `<row r="1">${xml}</row>` }));
  return rows[0]?.cells[0];
}

describe('A cell of a workbook', () => {
  it.each`
    what                                  | xml                                                                 | text                     | kind
    ${'inline text'}                      | ${'<c r="A1" t="inlineStr"><is><t>张三</t></is></c>'}               | ${'张三'}                | ${'text'}
    ${'inline rich text'}                 | ${'<c t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r></is></c>'} | ${'张三'}                | ${'text'}
    ${'text with phonetic hints'}         | ${'<c t="inlineStr"><is><t>张</t><rPh><t>zhang</t></rPh></is></c>'} | ${'张'}                  | ${'text'}
    ${'a 19-digit account as text'}       | ${'<c t="inlineStr"><is><t>6299990000000000004</t></is></c>'}       | ${'6299990000000000004'} | ${'text'}
    ${'leading zeros as text'}            | ${'<c t="inlineStr"><is><t>012885000011</t></is></c>'}              | ${'012885000011'}        | ${'text'}
    ${'escapes of XML and of Excel'}      | ${'<c t="inlineStr"><is><t>a&amp;&#x4E00;_x000D_</t></is></c>'}     | ${'a&一\r'}              | ${'text'}
    ${'a number'}                         | ${'<c r="A1"><v>120</v></c>'}                                       | ${'120'}                 | ${'number'}
    ${'a hidden third decimal'}           | ${'<c r="A1"><v>120.005</v></c>'}                                   | ${'120.005'}             | ${'number'}
    ${'binary noise behind 15 digits'}    | ${'<c r="A1"><v>1.1000000000000001</v></c>'}                        | ${'1.1'}                 | ${'number'}
    ${'another one'}                      | ${'<c r="A1"><v>788.28999999999996</v></c>'}                        | ${'788.29'}              | ${'number'}
    ${'a small number in exponent form'}  | ${'<c r="A1"><v>1.2E3</v></c>'}                                     | ${'1200'}                | ${'number'}
    ${'15 digits, the most that survive'} | ${'<c r="A1"><v>659900500310123</v></c>'}                           | ${'659900500310123'}     | ${'number'}
    ${'a negative number'}                | ${'<c r="A1"><v>-3.5</v></c>'}                                      | ${'-3.5'}                | ${'number'}
    ${'a truth value'}                    | ${'<c r="A1" t="b"><v>1</v></c>'}                                   | ${'TRUE'}                | ${'boolean'}
    ${'an error'}                         | ${'<c r="A1" t="e"><v>#N/A</v></c>'}                                | ${'#N/A'}                | ${'error'}
    ${'an ISO date'}                      | ${'<c r="A1" t="d"><v>2025-03-10T00:00:00Z</v></c>'}                | ${'2025-03-10'}          | ${'date'}
    ${'a formula giving a number'}        | ${'<c r="A1"><f>B1*12</f><v>1440</v></c>'}                          | ${'1440'}                | ${'formula'}
    ${'a formula giving text'}            | ${'<c r="A1" t="str"><f>B1&amp;C1</f><v>张三</v></c>'}              | ${'张三'}                | ${'formula'}
    ${'a shared formula'}                 | ${'<c r="A1"><f t="shared" si="0"/><v>7</v></c>'}                   | ${'7'}                   | ${'formula'}
    ${'CDATA'}                            | ${'<c t="inlineStr"><is><t><![CDATA[<张>]]></t></is></c>'}          | ${'<张>'}                | ${'text'}
  `('$what reads as "$text" ($kind)', async ({ xml, text, kind }) => {
    expect(await cellOf(xml)).toMatchObject({ text, kind, digitsLost: false });
  });

  it.each`
    stored                      | text
    ${'6.2999900000000005E+18'} | ${'6.29999E+18'}
    ${'6299990000000000004'}    | ${'6.29999E+18'}
    ${'6.21226123456789E+18'}   | ${'6.21226123456789E+18'}
    ${'1000000000000000'}       | ${'1E+15'}
    ${'6.5990019500310099E+17'} | ${'6.5990019500310(1|2)E+17|6.599001950031E+17'}
  `(
    'a number of more than 15 digits ($stored) is marked and refused as an account',
    async ({ stored, text }) => {
      const cell = await cellOf(`<c r="A1"><v>${stored}</v></c>`);
      expect(cell).toMatchObject({ kind: 'number', digitsLost: true, raw: stored });
      expect(cell?.text).toMatch(new RegExp(`^(${text.replaceAll('+', '\\+').replaceAll('.', '\\.')})$`));
      expect(readAccountNumber(cell?.text ?? '')).toEqual({ problem: expect.stringContaining('“文本”') });
    },
  );

  it.each`
    format                           | stored               | text              | kind
    ${14}                            | ${'45726'}           | ${'2025-03-10'}   | ${'date'}
    ${31}                            | ${'45726'}           | ${'2025-03-10'}   | ${'date'}
    ${57}                            | ${'45726'}           | ${'2025-03-10'}   | ${'date'}
    ${22}                            | ${'45726.75'}        | ${'2025-03-10'}   | ${'date'}
    ${'yyyy-mm-dd'}                  | ${'45726'}           | ${'2025-03-10'}   | ${'date'}
    ${'yyyy"年"m"月"'}               | ${'45717'}           | ${'2025-03-01'}   | ${'date'}
    ${'[$-804]aaaa;m"月"'}           | ${'45726'}           | ${'45726'}        | ${'number'}
    ${'m"月"d"日"'}                  | ${'45726'}           | ${'2025-03-10'}   | ${'date'}
    ${'[DBNum1][$-804]yyyy年m月d日'} | ${'45726'}           | ${'2025-03-10'}   | ${'date'}
    ${14}                            | ${'45725.999999999'} | ${'2025-03-10'}   | ${'date'}
    ${14}                            | ${'1'}               | ${'1900-01-01'}   | ${'date'}
    ${14}                            | ${'59'}              | ${'1900-02-28'}   | ${'date'}
    ${14}                            | ${'60'}              | ${'60'}           | ${'number'}
    ${14}                            | ${'61'}              | ${'1900-03-01'}   | ${'date'}
    ${14}                            | ${'2958465'}         | ${'9999-12-31'}   | ${'date'}
    ${14}                            | ${'2958466'}         | ${'2958466'}      | ${'number'}
    ${14}                            | ${'0.5'}             | ${'0.5'}          | ${'number'}
    ${20}                            | ${'0.5'}             | ${'0.5'}          | ${'number'}
    ${'[h]:mm:ss'}                   | ${'45726'}           | ${'45726'}        | ${'number'}
    ${'mm:ss'}                       | ${'45726'}           | ${'45726'}        | ${'number'}
    ${'[Red]0.00'}                   | ${'45726'}           | ${'45726'}        | ${'number'}
    ${'0.00E+00'}                    | ${'45726'}           | ${'45726'}        | ${'number'}
    ${'#,##0.00"元(yuan/day)"'}      | ${'45726'}           | ${'45726'}        | ${'number'}
    ${'000000000000'}                | ${'12885000011'}     | ${'012885000011'} | ${'number'}
    ${'0'}                           | ${'12885000011'}     | ${'12885000011'}  | ${'number'}
  `('$stored in format $format reads as $text ($kind)', async ({ format, stored, text, kind }) => {
    const cell = await cellOf(`<c r="A1" s="1"><v>${stored}</v></c>`, { formats: [0, format] });
    expect(cell).toMatchObject({ text, kind, raw: stored });
  });

  it('counts its days from 1904 when the workbook does', async () => {
    const rest = { formats: [0, 14], countsFrom1904: true };
    expect(await cellOf('<c r="A1" s="1"><v>44264</v></c>', rest)).toMatchObject({ text: '2025-03-10' });
  });

  it('reads its text from the shared strings, rich ones and those with hints among them', async () => {
    const strings =
      '<si><t>张三</t></si><si><r><t>买买提</t></r><r><t>·吐尔逊</t></r></si>' +
      '<si><t xml:space="preserve"> 李四 </t><rPh sb="0" eb="1"><t>li</t></rPh></si><si/>';
    const rows =
      '<row r="1"><c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>3</v></c><c t="s"><v>2</v></c></row>';
    const bytes = await forgedWorkbook({ rows, strings });
    expect(textsOf(await rowsOf(bytes))).toEqual([['买买提·吐尔逊', '张三', '', ' 李四 ']]);
  });
});

describe('The rows of a workbook', () => {
  it('keep the number the user sees, past blank rows, and drop the blank ones', async () => {
    const rows =
      '<row r="2"><c r="B2"><v>1</v></c></row>' +
      '<row r="3"><c r="A3" s="0"/><c r="B3" t="inlineStr"><is><t> 　</t></is></c></row>' +
      '<row r="7"><c r="A7"><v>2</v></c><c r="C7" s="0"/></row>' +
      '<row r="1000000"><c r="A1000000" s="0"/></row>';
    const read = await rowsOf(await forgedWorkbook({ rows }));
    expect(read.map((row) => [row.rowNo, row.sheetName, row.cells.map((cell) => cell.text)])).toEqual([
      [2, '花名册', ['', '1']],
      [7, '花名册', ['2']],
    ]);
  });

  it('need no references, as some exporters write them', async () => {
    const rows = '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>';
    const read = await rowsOf(await forgedWorkbook({ rows }));
    expect(textsOf(read)).toEqual([['1', '', '3'], ['4']]);
    expect(read.map((row) => row.rowNo)).toEqual([1, 2]);
  });

  it('come from the first visible sheet', async () => {
    const workbook =
      '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>' +
      '<sheet name="代码" sheetId="2" state="hidden" r:id="rId9"/><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>';
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const relations =
      '<Relationships>' +
      `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>` +
      `<Relationship Id="rId9" Type="${office}/worksheet" Target="../xl/worksheets/sheet2.xml"/></Relationships>`;
    const parts = {
      'xl/workbook.xml': workbook,
      'xl/_rels/workbook.xml.rels': relations,
      'xl/worksheets/sheet2.xml': sheetXml('<row><c><v>2</v></c></row>'),
    };
    const read = await rowsOf(await forgedWorkbook({ rows: '<row><c><v>1</v></c></row>', parts }));
    expect(textsOf(read)).toEqual([['1']]);
    expect(read[0]?.sheetName).toBe('名单');
  });

  it.each`
    what                                | rows                            | furtherSheets                                                             | texts
    ${'the first sheet, others blank'}  | ${'<row><c><v>1</v></c></row>'} | ${{ Sheet2: '', Sheet3: '<row><c s="0"/><c t="str"><v> </v></c></row>' }} | ${[['1']]}
    ${'the second sheet, others blank'} | ${'<row><c s="0"/></row>'}      | ${{ Sheet2: '<row><c><v>2</v></c></row>', Sheet3: '' }}                   | ${[['2']]}
    ${'no sheet, all of them blank'}    | ${'<row><c s="0"/></row>'}      | ${{ Sheet2: '' }}                                                         | ${[]}
  `('come from $what', async ({ rows, furtherSheets, texts }) => {
    expect(textsOf(await rowsOf(await forgedWorkbook({ rows, furtherSheets })))).toEqual(texts);
  });

  it('are read from ZIP64, as Java exporters write it', async () => {
    const bytes = await forgedWorkbook({ rows: '<row><c><v>1</v></c></row>', isZip64: true });
    expect(textsOf(await rowsOf(bytes))).toEqual([['1']]);
  });

  it('are the same in a workbook another program wrote', async () => {
    const bytes = await writeWithHucre({
      sheets: [
        {
          name: '名单',
          rows: [
            ['姓名', '账号', '金额', '日期'],
            ['买买提·吐尔逊', '6299990000000000004', 120.005, new Date('2025-03-10T00:00:00Z')],
            ['𠅤㐂', '0012', 6.21e18, null],
          ],
        },
      ],
    });
    expect(textsOf(await rowsOf(Buffer.from(bytes)))).toEqual([
      ['姓名', '账号', '金额', '日期'],
      ['买买提·吐尔逊', '6299990000000000004', '120.005', '2025-03-10'],
      ['𠅤㐂', '0012', '6.21E+18'],
    ]);
  });
});
