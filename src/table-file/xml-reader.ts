import { SaxesParser } from 'saxes';
import { TableFileNotATable } from './table-file.errors';

/** What a part of a workbook is read by; names come without their namespace prefix. */
export interface XmlHandler {
  /** Attributes by name, prefixes kept (`r:id`). */
  open(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  /** May come in several pieces for one element. */
  text?(text: string): void;
}

/** 1 Mi characters: no tag or text of a workbook is longer (Excel's longest cell has 32,767). */
const LONGEST_TOKEN = 1024 * 1024;

/** 100 elements within each other: a workbook has about 20, and each open one is kept in memory. */
const DEEPEST_NESTING = 100;

/**
 * Reads a part of a workbook block by block, so that a sheet's rows can be handed on while the rest
 * is still compressed. saxes is strict, but keeps a token of any length and tags of any depth; both
 * are bounded here. Document types are refused: no workbook has one.
 */
export class XmlReader {
  private readonly parser = new SaxesParser({ fragment: false, xmlns: false, position: false });
  private readonly decoder = new TextDecoder('utf-8');
  private depth = 0;
  private unreported = 0;

  constructor(handler: XmlHandler) {
    this.parser.on('error', refuse);
    this.parser.on('doctype', refuse);
    this.parser.on('opentag', ({ name, attributes }) => {
      if (++this.depth > DEEPEST_NESTING) refuse();
      this.unreported = 0;
      handler.open(localName(name), attributes);
    });
    this.parser.on('closetag', ({ name }) => {
      this.depth--;
      this.unreported = 0;
      handler.close?.(localName(name));
    });
    const report = (text: string) => {
      this.unreported = 0;
      handler.text?.(text);
    };
    this.parser.on('text', report);
    this.parser.on('cdata', report);
  }

  /** Reports everything that is complete with this block. @throws TableFileNotATable */
  push(block: Buffer): void {
    const piece = this.decoder.decode(block, { stream: true });
    this.unreported += piece.length;
    this.parser.write(piece);
    if (this.unreported > LONGEST_TOKEN) refuse();
  }

  /** Declares the part finished. @throws TableFileNotATable when it was cut off */
  end(): void {
    this.parser.close();
  }
}

/** Reads a part to its end. @throws TableFileNotATable */
export async function readXml(blocks: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  const xml = new XmlReader(handler);
  for await (const block of blocks) xml.push(block);
  xml.end();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function refuse(): never {
  throw new TableFileNotATable('工作簿的内容已损坏，请在 Excel 中打开后另存为新的 xlsx 文件再上传。');
}
