import { CopyRowReader } from '../../src/database/copy-row-reader';
import { CopyRowWriter } from '../../src/database/copy-row-writer';

/** What the reader of COPY's binary format makes of what the writer wrote. */
function readBack<Row>(
  write: (rows: CopyRowWriter) => void,
  read: ConstructorParameters<typeof CopyRowReader<Row>>[0],
): Row[] {
  const writer = new CopyRowWriter();
  write(writer);
  writer.end();
  const rows: Row[] = [];
  new CopyRowReader(read).take(writer.take(), rows);
  return rows;
}

describe('A row for a binary COPY', () => {
  it.each`
    what                         | text
    ${'ASCII'}                   | ${'0000 ok\t\\'}
    ${'Han characters'}          | ${'阿依古丽·买买提'}
    ${'letters with accents'}    | ${'Ünïcode'}
    ${'Han after accents'}       | ${'é王'}
    ${'characters of two units'} | ${'王𠮷和𡈽'}
    ${'nothing'}                 | ${''}
    ${'null'}                    | ${null}
    ${'more than a block'}       | ${'王é'.repeat(100_000)}
  `('keeps a text of $what', ({ text }) => {
    const texts = ['before', text, 'after'];
    const write = (rows: CopyRowWriter) => {
      for (const each of texts) {
        rows.row(1);
        rows.text(each);
      }
    };

    expect(readBack(write, (fields) => fields.text(0))).toEqual(texts);
  });

  it.each([0, 1, -1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 99_999_999_999_999, Number.MAX_SAFE_INTEGER, -(2 ** 40)])(
    'keeps the bigint %d',
    (value) => {
      const write = (rows: CopyRowWriter) => {
        rows.row(1);
        rows.int8(value);
      };

      expect(readBack(write, (fields) => fields.int8(0))).toEqual([value]);
    },
  );

  it.each`
    date            | day
    ${'2000-01-01'} | ${0}
    ${'2024-02-29'} | ${8825}
    ${'2025-01-10'} | ${9141}
    ${'9999-12-31'} | ${2921939}
  `('counts $date as day $day of PostgreSQL', ({ date, day }) => {
    const write = (rows: CopyRowWriter) => {
      rows.row(1);
      rows.date(date);
    };

    expect(readBack(write, (fields) => fields.int4(0))).toEqual([day]);
  });

  it('keeps the part of the bytes it is given, and the fields of a row apart', () => {
    const write = (rows: CopyRowWriter) => {
      rows.row(3);
      rows.bytes(Buffer.from('00112233', 'hex'), 1, 3);
      rows.int4(-7);
      rows.text('x');
    };

    expect(
      readBack(write, (fields) => [fields.bytes(0)!.toString('hex'), fields.int4(1), fields.text(2)]),
    ).toEqual([['1122', -7, 'x']]);
  });

  it('is given away with others in blocks', () => {
    const writer = new CopyRowWriter();
    const blocks: Buffer[] = [];
    for (let row = 0; row < 20_000; row += 1) {
      writer.row(1);
      writer.int4(row);
      if (writer.isFull) blocks.push(writer.take());
    }
    writer.end();
    blocks.push(writer.take());
    const rows: number[] = [];
    const reader = new CopyRowReader((fields) => fields.int4(0));
    for (const block of blocks) reader.take(block, rows);

    expect(blocks.length).toBeGreaterThan(2);
    expect(rows).toEqual(Array.from({ length: 20_000 }, (_, row) => row));
  });
});
