import { readDate, readMonth, readYuan } from '../../src/file-import/cell-values';
import type { TableCell, TableCellKind } from '../../src/table-file/table-row';

const cell = (text: string, kind: TableCellKind = 'text'): TableCell => ({
  text,
  kind,
  raw: text,
  digitsLost: false,
});

describe('Reading a cell', () => {
  it.each`
    text                | date
    ${'2025-03-10'}     | ${'2025-03-10'}
    ${'2025/3/1'}       | ${'2025-03-01'}
    ${'2025.3.1'}       | ${'2025-03-01'}
    ${'2025年3月1日'}   | ${'2025-03-01'}
    ${'20250310'}       | ${'2025-03-10'}
    ${'２０２５-03-10'} | ${'2025-03-10'}
    ${'2025-02-29'}     | ${undefined}
    ${'1899-12-31'}     | ${undefined}
    ${'45726'}          | ${undefined}
    ${'2025-03'}        | ${undefined}
  `('the date “$text” is $date', ({ text, date }) => {
    expect(readDate(cell(text))).toEqual(date ?? { problem: expect.any(String) });
  });

  it.each`
    text            | kind        | month
    ${'2025-03'}    | ${'text'}   | ${'2025-03-01'}
    ${'2025-3'}     | ${'text'}   | ${'2025-03-01'}
    ${'202503'}     | ${'number'} | ${'2025-03-01'}
    ${'2025年3月'}  | ${'text'}   | ${'2025-03-01'}
    ${'2025-03-10'} | ${'date'}   | ${'2025-03-01'}
    ${'2025.10'}    | ${'text'}   | ${'2025-10-01'}
    ${'2025.1'}     | ${'number'} | ${undefined}
    ${'2025.11'}    | ${'number'} | ${undefined}
    ${'2025-13'}    | ${'text'}   | ${undefined}
    ${'2025'}       | ${'number'} | ${undefined}
  `('the month “$text” ($kind) is $month', ({ text, kind, month }) => {
    expect(readMonth(cell(text, kind))).toEqual(month ?? { problem: expect.any(String) });
  });

  it.each`
    text         | amountFen
    ${'120'}     | ${12_000}
    ${'120.5'}   | ${12_050}
    ${' 120.50'} | ${12_050}
    ${'0.01'}    | ${1}
    ${'120.005'} | ${undefined}
    ${'0'}       | ${undefined}
    ${'-1'}      | ${undefined}
    ${'1,200'}   | ${undefined}
    ${'120元'}   | ${undefined}
    ${'1.2E+3'}  | ${undefined}
  `('the amount “$text” is $amountFen fen', ({ text, amountFen }) => {
    expect(readYuan(cell(text))).toEqual(amountFen ?? { problem: expect.any(String) });
  });
});
