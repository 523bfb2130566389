import { GENERAL_FORMAT, numberFormat, type NumberFormat } from './number-cell';
import { SharedStrings } from './shared-strings';
import { TableFileNotATable } from './table-file.errors';
import { XmlScanner, xmlAttributes } from './xml-scanner';
import type { ZipArchive } from './zip-archive';

/** What is needed to read the first visible sheet of a workbook. */
export interface Workbook {
  sheetName: string;
  sheetPath: string;
  countsFrom1904: boolean;
  /** By the style number a cell names. */
  formats: NumberFormat[];
  strings: SharedStrings;
}

interface Relation {
  id: string;
  /** The last word of the relation's type, the same in both dialects of the standard. */
  kind: string;
  path: string;
}

/**
 * Finds the first visible worksheet and what its cells refer to. Further sheets (notes, code
 * lists) are not read: a template has one table.
 * @throws TableFileNotATable when the archive is something else than a workbook
 */
export async function openWorkbook(archive: ZipArchive): Promise<Workbook> {
  if (!archive.has('_rels/.rels')) throw notAWorkbook();
  const document = relations(await archive.readText('_rels/.rels'), '').find(
    (one) => one.kind === 'officeDocument',
  );
  if (!document || !archive.has(document.path)) throw notAWorkbook();

  const folder = document.path.slice(0, document.path.lastIndexOf('/') + 1);
  const relationsPath = `${folder}_rels/${document.path.slice(folder.length)}.rels`;
  if (!archive.has(relationsPath)) throw notAWorkbook();
  const parts = relations(await archive.readText(relationsPath), folder);
  const { sheets, countsFrom1904 } = sheetList(await archive.readText(document.path));
  for (const sheet of sheets) {
    const part = parts.find((one) => one.id === sheet.relationId && one.kind === 'worksheet');
    if (!part || !archive.has(part.path)) continue;
    const stylesPath = parts.find((one) => one.kind === 'styles')?.path;
    const stringsPath = parts.find((one) => one.kind === 'sharedStrings')?.path;
    return {
      sheetName: sheet.name,
      sheetPath: part.path,
      countsFrom1904,
      formats: stylesPath && archive.has(stylesPath) ? cellFormats(await archive.readText(stylesPath)) : [],
      strings:
        stringsPath && archive.has(stringsPath)
          ? await SharedStrings.from(archive.read(stringsPath))
          : new SharedStrings(),
    };
  }
  throw notAWorkbook();
}

/** Every element of a small part in document order. */
function elements(xml: string, visit: (name: string, attributes: Record<string, string>) => void): void {
  const scanner = new XmlScanner({
    open: (name, attributes) => visit(name, xmlAttributes(attributes)),
    close: () => undefined,
    text: () => undefined,
  });
  scanner.push(xml.replace(/^\uFEFF/, ''));
  scanner.end();
}

function relations(xml: string, folder: string): Relation[] {
  const found: Relation[] = [];
  elements(xml, (name, { Id: id = '', Type: type = '', Target: target = '' }) => {
    if (name === 'Relationship') {
      found.push({ id, kind: type.slice(type.lastIndexOf('/') + 1), path: resolvePath(folder, target) });
    }
  });
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

function sheetList(xml: string) {
  const sheets: { name: string; relationId: string }[] = [];
  let countsFrom1904 = false;
  elements(xml, (name, attributes) => {
    if (name === 'workbookPr') countsFrom1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
    if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return;
    const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'));
    sheets.push({ name: attributes['name'] ?? '', relationId: relation?.[1] ?? '' });
  });
  return { sheets, countsFrom1904 };
}

function cellFormats(xml: string): NumberFormat[] {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let inCellFormats = false;
  elements(xml, (name, attributes) => {
    const id = Number(attributes['numFmtId'] ?? 0);
    if (name === 'numFmt') codes.set(id, attributes['formatCode'] ?? '');
    // The list of named styles (cellStyleXfs) before and the differential formats after it do not count.
    else if (name === 'cellXfs') inCellFormats = true;
    else if (name === 'cellStyles' || name === 'dxfs') inCellFormats = false;
    else if (name === 'xf' && inCellFormats) {
      formats.push(id === 0 ? GENERAL_FORMAT : numberFormat(id, codes.get(id)));
    }
  });
  return formats;
}

function notAWorkbook(): TableFileNotATable {
  return new TableFileNotATable('文件是压缩包，但不是 xlsx 工作簿；请上传 xlsx 或 csv 格式的表格。');
}
