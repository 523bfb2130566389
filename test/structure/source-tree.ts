import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

/** The top of the repository. */
export const ROOT = join(__dirname, '..', '..');

/** Where no source of ours stands: what was installed, built, published by others or left by a run. */
const FOREIGN = new Set(['node_modules', 'dist', 'var', 'coverage', 'published']);

/** Every file below a folder of the repository, by its path from the top (`src/batch/batch.service.ts`), sorted. */
export function filesUnder(folder: string, ending = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !FOREIGN.has(name))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(path, ending);
      return entry.name.endsWith(ending) ? [path] : [];
    })
    .sort();
}

/** The text of a file, by its path from the top. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** How many lines a file has. */
export function lineCount(path: string): number {
  return textOf(path).replace(/\n$/, '').split('\n').length;
}

const PARSED = new Map<string, ts.SourceFile>();

/** A TypeScript file, parsed once. */
export function parse(path: string): ts.SourceFile {
  const known = PARSED.get(path);
  if (known) return known;
  const file = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.ES2022, true);
  PARSED.set(path, file);
  return file;
}

/** Every node of a file for which `is` holds, in the order of the text. */
export function nodesOf<Node extends ts.Node>(
  file: ts.SourceFile,
  is: (node: ts.Node) => node is Node,
): Node[] {
  const found: Node[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `src/batch/batch.service.ts:12`, for the message of a failing test. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** The module a file of `src/` belongs to: its folder; null for the entries, which stand directly in `src/`. */
export function moduleOf(path: string): string | null {
  const [top, folder, file] = path.split('/');
  return top === 'src' && file !== undefined ? folder! : null;
}

/** An import of another file of the repository. */
export interface LocalImport {
  readonly path: string;
  /** Names taken from it; `default` and `*` for those forms. */
  readonly names: readonly string[];
  /** It vanishes when compiled: only types are taken. */
  readonly onlyTypes: boolean;
}

/** What a file imports from the repository, in any form: `import`, `export from`, `import()`. */
export function importsOf(path: string): LocalImport[] {
  const file = parse(path);
  const declared = nodesOf(file, ts.isImportDeclaration).map((node) => ({
    from: node.moduleSpecifier,
    names: namesOf(node.importClause),
    onlyTypes: isOnlyTypes(node.importClause),
  }));
  const exported = nodesOf(file, ts.isExportDeclaration).flatMap((node) =>
    node.moduleSpecifier ? [{ from: node.moduleSpecifier, names: ['*'], onlyTypes: node.isTypeOnly }] : [],
  );
  const called = nodesOf(file, ts.isCallExpression).flatMap((node) =>
    node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0]
      ? [{ from: node.arguments[0], names: ['*'], onlyTypes: false }]
      : [],
  );
  return [...declared, ...exported, ...called].flatMap(({ from, names, onlyTypes }) => {
    if (!ts.isStringLiteralLike(from) || !from.text.startsWith('.')) return [];
    const target = relative(ROOT, join(ROOT, dirname(path), from.text))
      .split(sep)
      .join('/');
    return [{ path: `${target}.ts`, names, onlyTypes }];
  });
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  const named = !bindings
    ? []
    : ts.isNamespaceImport(bindings)
      ? ['*']
      : bindings.elements.map((element) => element.name.text);
  return [...(clause?.name ? ['default'] : []), ...named];
}

function isOnlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  return (
    !clause.name &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

/** The text literals of a file that are SQL, with the place of each; a `${...}` in one reads as a space. */
export function sqlTexts(path: string): { place: string; text: string }[] {
  const literals = nodesOf(
    parse(path),
    (node): node is ts.StringLiteralLike | ts.TemplateExpression =>
      ts.isStringLiteralLike(node) || ts.isTemplateExpression(node),
  );
  return literals
    .map((node) => ({
      place: placeOf(node),
      text: ts.isTemplateExpression(node)
        ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' ')
        : node.text,
    }))
    .filter(({ text }) =>
      /^\s*(select|insert|update|delete|with|copy|create|drop|alter|truncate)\s/i.test(text),
    );
}
