import { GENERAL_FORMAT, numberFormat, type NumberFormat } from './number-cell';
import { SharedStrings } from './shared-strings';
import { TableFileNotATable, TableFileSeveralSheets } from './table-file.errors';
import type { WorkbookArchive } from './workbook-archive';
import { XmlReader, readXml } from './xml-reader';

/** What is needed to read the table of a workbook. */
export interface Workbook {
  sheetName: string;
  sheetPath: string;
  countsFrom1904: boolean;
  /** By the style number a cell names. */
  formats: NumberFormat[];
  strings: SharedStrings;
}

interface Sheet {
  name: string;
  path: string;
}

interface Relation {
  id: string;
  /** The last word of the relation's type, the same in both dialects of the standard. */
  kind: string;
  path: string;
}

/**
 * Finds the visible worksheet that holds anything and what its cells refer to. Hidden sheets (code
 * lists) are not read: a template has one table.
 * @throws TableFileNotATable when the archive is something else than a workbook, TableFileSeveralSheets
 */
export async function openWorkbook(archive: WorkbookArchive): Promise<Workbook> {
  if (!archive.has('_rels/.rels')) throw notAWorkbook();
  const document = (await relations(archive, '_rels/.rels', '')).find((one) => one.kind === 'officeDocument');
  if (!document || !archive.has(document.path)) throw notAWorkbook();

  const folder = document.path.slice(0, document.path.lastIndexOf('/') + 1);
  const relationsPath = `${folder}_rels/${document.path.slice(folder.length)}.rels`;
  if (!archive.has(relationsPath)) throw notAWorkbook();
  const parts = (await relations(archive, relationsPath, folder)).filter((one) => archive.has(one.path));
  const { sheets, countsFrom1904 } = await visibleSheets(archive, document.path, parts);
  const sheet = await sheetToRead(archive, sheets);
  const stylesPath = parts.find((one) => one.kind === 'styles')?.path;
  const stringsPath = parts.find((one) => one.kind === 'sharedStrings')?.path;
  return {
    sheetName: sheet.name,
    sheetPath: sheet.path,
    countsFrom1904,
    formats: stylesPath === undefined ? [] : await cellFormats(archive, stylesPath),
    strings:
      stringsPath === undefined ? new SharedStrings() : await SharedStrings.from(archive.read(stringsPath)),
  };
}

async function relations(archive: WorkbookArchive, path: string, folder: string): Promise<Relation[]> {
  const found: Relation[] = [];
  const open = (
    name: string,
    { Id: id = '', Type: type = '', Target: target = '' }: Record<string, string>,
  ) => {
    if (name !== 'Relationship') return;
    found.push({ id, kind: type.slice(type.lastIndexOf('/') + 1), path: resolvePath(folder, target) });
  };
  await readXml(archive.readSmall(path), { open });
  return found;
}

/** Targets are relative to the folder of the part that names them, or absolute. */
function resolvePath(folder: string, target: string): string {
  const path: string[] = target.startsWith('/') ? [] : folder.split('/').filter((step) => step !== '');
  for (const step of target.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.' && step !== '') path.push(step);
  }
  return path.join('/');
}

async function visibleSheets(archive: WorkbookArchive, path: string, parts: Relation[]) {
  const sheets: Sheet[] = [];
  let countsFrom1904 = false;
  const open = (name: string, attributes: Record<string, string>) => {
    if (name === 'workbookPr') countsFrom1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
    if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return;
    const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
    const part = parts.find((one) => one.id === id && one.kind === 'worksheet');
    if (part) sheets.push({ name: attributes['name'] ?? '', path: part.path });
  };
  await readXml(archive.readSmall(path), { open });
  return { sheets, countsFrom1904 };
}

/** The only sheet that holds anything, the first one when none does. */
async function sheetToRead(archive: WorkbookArchive, sheets: Sheet[]): Promise<Sheet> {
  const [first, ...others] = sheets;
  if (!first) throw notAWorkbook();
  if (others.length === 0) return first;
  const filled: Sheet[] = [];
  for (const sheet of sheets) {
    if (await holdsValues(archive.read(sheet.path))) filled.push(sheet);
    if (filled.length > 1) throw new TableFileSeveralSheets(filled.map((one) => one.name));
  }
  return filled[0] ?? first;
}

/** Whether a cell of the sheet holds a value or inline text; reading stops at the first one. */
async function holdsValues(blocks: AsyncIterable<Buffer>): Promise<boolean> {
  let inValue = false;
  let found = false;
  const xml = new XmlReader({
    open: (name) => (inValue = name === 'v' || name === 't'),
    close: () => (inValue = false),
    text: (text) => (found ||= inValue && text.trim() !== ''),
  });
  for await (const block of blocks) {
    xml.push(block);
    if (found) break;
  }
  return found;
}

async function cellFormats(archive: WorkbookArchive, path: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let inCellFormats = false;
  const open = (name: string, attributes: Record<string, string>) => {
    const id = Number(attributes['numFmtId'] ?? 0);
    if (name === 'numFmt') codes.set(id, attributes['formatCode'] ?? '');
    // The list of named styles (cellStyleXfs) before and the differential formats after it do not count.
    else if (name === 'cellXfs') inCellFormats = true;
    else if (name === 'cellStyles' || name === 'dxfs') inCellFormats = false;
    else if (name === 'xf' && inCellFormats) {
      formats.push(id === 0 ? GENERAL_FORMAT : numberFormat(id, codes.get(id)));
    }
  };
  await readXml(archive.readSmall(path), { open });
  return formats;
}

function notAWorkbook(): TableFileNotATable {
  return new TableFileNotATable('文件是压缩包，但不是 xlsx 工作簿；请上传 xlsx 或 csv 格式的表格。');
}
