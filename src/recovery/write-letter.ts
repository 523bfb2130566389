import {
  AlignmentType,
  Document,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';

/** One letter: a title, numbered or plain paragraphs, tables of cells, and the lines at its end. */
export interface LetterText {
  readonly title: string;
  readonly documentNo: string;
  readonly body: readonly (string | LetterTable)[];
  /** Set at the right: who signs, and when. */
  readonly closing: readonly string[];
}

/** A table with its header. */
export interface LetterTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Sizes in half points, as Word counts them, after GB/T 9704: title 二号, body 三号, tables 小四. */
const TITLE_SIZE = 44;
const BODY_SIZE = 32;
const TABLE_SIZE = 24;
/** Two characters of the body, in twentieths of a point. */
const INDENT = 640;
/** Fonts every office machine has. */
const BODY_FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋' };
const TITLE_FONT = { ...BODY_FONT, eastAsia: '宋体' };

/** Makes the Word document that is printed, signed and sealed. */
export function writeLetter({ title, documentNo, body, closing }: LetterText): Promise<Buffer> {
  const children = [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after: 240 },
      children: [new TextRun({ text: title, bold: true, size: TITLE_SIZE, font: TITLE_FONT })],
    }),
    line(documentNo, AlignmentType.CENTER),
    ...body.map((part) => (typeof part === 'string' ? paragraph(part) : tableOf(part))),
    line(''),
    ...closing.map((text) => line(text, AlignmentType.RIGHT)),
  ];
  return Packer.toBuffer(new Document({ creator: '足发', title, sections: [{ children }] }));
}

function paragraph(text: string): Paragraph {
  // What is addressed to somebody stands at the margin; everything else is indented by two characters.
  return text.endsWith('：')
    ? line(text)
    : new Paragraph({ indent: { firstLine: INDENT }, children: [run(text)] });
}

function line(
  text: string,
  alignment: (typeof AlignmentType)[keyof typeof AlignmentType] = AlignmentType.LEFT,
): Paragraph {
  return new Paragraph({ alignment, children: [run(text)] });
}

function run(text: string, size = BODY_SIZE): TextRun {
  return new TextRun({ text, size, font: BODY_FONT });
}

function tableOf({ columns, rows }: LetterTable): Table {
  const cells = (texts: readonly string[]) =>
    texts.map((text) => new TableCell({ children: [new Paragraph({ children: [run(text, TABLE_SIZE)] })] }));
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      new TableRow({ tableHeader: true, children: cells(columns) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: cells(row) })),
    ],
  });
}
