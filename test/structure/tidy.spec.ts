import ts from 'typescript';
import { filesUnder, lineCount, moduleOf, nodesOf, parse, placeOf, sqlTexts, textOf } from './source-tree';
import { bareSql } from './sql-words';

const MAX_FILE_LINES = 300;
/** A table of situations is long by nature, and short to read. */
const MAX_TEST_LINES = 350;
const MAX_FUNCTION_LINES = 70;

/** Names that say nothing of what stands there. */
const EMPTY_NAME = /^(.*-)?(utils?|common|shared|helpers?|base|misc|lib|manager|processor)(\.|$)/;
/** Words that promise something for later, in pieces so that this file does not hold them. */
const UNFINISHED = new RegExp(
  `\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'not ' + 'built yet'].join('|')})\\b`,
);

const SRC = filesUnder('src', '.ts');
const PROGRAMS = [...SRC, ...filesUnder('demo', '.ts'), ...filesUnder('bench', '.ts')];
const TESTS = filesUnder('test', '.ts');
const SCRIPTS = filesUnder('scripts', '.mjs');
const EVERY_FILE = [
  ...PROGRAMS,
  ...TESTS,
  ...SCRIPTS,
  ...filesUnder('migrations'),
  ...filesUnder('src', '.sql'),
];

describe('Every source file', () => {
  it(`has at most ${MAX_FILE_LINES} lines, a test ${MAX_TEST_LINES}`, () => {
    const long = [...PROGRAMS, ...TESTS, ...SCRIPTS]
      .map((path) => ({ path, lines: lineCount(path) }))
      .filter(({ path, lines }) => lines > (path.startsWith('test/') ? MAX_TEST_LINES : MAX_FILE_LINES));

    expect(long).toEqual([]);
  });

  it('has a kebab-case name that says what is in it, and so do its folders', () => {
    const vague = EVERY_FILE.filter((path) =>
      path.split('/').some((part) => EMPTY_NAME.test(part) || !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(part)),
    );

    expect(vague).toEqual([]);
  });

  it('leaves nothing for later', () => {
    expect(EVERY_FILE.filter((path) => UNFINISHED.test(textOf(path)))).toEqual([]);
  });

  it('switches no check off', () => {
    const silenced = new RegExp(
      ['eslint-' + 'disable', '@ts-' + '(ignore|nocheck|expect-error)', 'prettier-' + 'ignore'].join('|'),
    );

    expect(EVERY_FILE.filter((path) => silenced.test(textOf(path)))).toEqual([]);
  });
});

describe('Every function', () => {
  it(`has at most ${MAX_FUNCTION_LINES} lines`, () => {
    // A test file's `describe` is a chapter, not a function.
    const builders = TESTS.filter((path) => !path.endsWith('.spec.ts'));
    const long = [...PROGRAMS, ...builders].flatMap((path) =>
      nodesOf(parse(path), ts.isFunctionLike)
        .map((node) => ({ place: placeOf(node), lines: linesOf(node) }))
        .filter(({ lines }) => lines > MAX_FUNCTION_LINES),
    );

    expect(long).toEqual([]);
  });

  it('does what a clerk would call by name: no handleX, processX, manageX or doX', () => {
    const vague = SRC.flatMap((path) =>
      nodesOf(
        parse(path),
        (node): node is ts.MethodDeclaration | ts.FunctionDeclaration =>
          ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node),
      )
        .filter((node) => /^(handle|process|manage|do)([A-Z]|$)/.test(node.name?.getText() ?? ''))
        .map(placeOf),
    );

    expect(vague).toEqual([]);
  });
});

describe('A test', () => {
  it('is never left out or left alone', () => {
    const marked = new RegExp(
      String.raw`\b(it|describe|test)\.` + '(only|skip|todo)\\b|\\b(xit|xdescribe|fit|fdescribe)\\(',
    );

    // What needs a server the machine may lack is left out by a condition, and required where ZUFA_REQUIRE_ALL is set.
    const left = TESTS.filter((path) =>
      marked.test(textOf(path).replace(/\? (describe|it) : \1\.skip/g, '')),
    );
    expect(left).toEqual([]);
  });

  it('states a rule in the present tense, never a wish', () => {
    const wishes = TESTS.flatMap((path) =>
      nodesOf(parse(path), ts.isCallExpression)
        .filter((call) => /^(it|test|describe)(\.each)?\b/.test(call.expression.getText()))
        .filter(
          ({ arguments: [title] }) =>
            title && ts.isStringLiteralLike(title) && /\bshould\b/i.test(title.text),
        )
        .map(placeOf),
    );

    expect(wishes).toEqual([]);
  });

  it('runs on the real database: no module of ours is replaced', () => {
    expect(TESTS.filter((path) => /jest\.(mock|doMock)\(\s*['"`]\.{1,2}\//.test(textOf(path)))).toEqual([]);
  });
});

describe('The program', () => {
  it('writes to the console in the command line only', () => {
    const loud = SRC.filter((path) => path !== 'src/cli.ts' && /\bconsole\./.test(textOf(path)));

    expect(loud).toEqual([]);
  });

  it('reads the environment in config only', () => {
    const curious = SRC.filter((path) => moduleOf(path) !== 'config' && /process\.env\b/.test(textOf(path)));

    expect(curious).toEqual([]);
  });

  it('asks its clock for the time, so that a test and the demonstration can set it', () => {
    const impatient = SRC.filter((path) => path !== 'src/calendar/clock.ts').flatMap((path) =>
      nodesOf(parse(path), (node): node is ts.NewExpression | ts.CallExpression =>
        ts.isNewExpression(node)
          ? node.expression.getText() === 'Date' && !node.arguments?.length
          : ts.isCallExpression(node) && node.expression.getText() === 'Date.now',
      ).map(placeOf),
    );

    expect(impatient).toEqual([]);
  });

  it('lets no SQL statement ask the server for the time: the business date is a parameter', () => {
    const asking = [
      ...filesUnder('src', '.sql').map((path) => ({ place: path, text: textOf(path) })),
      ...SRC.filter((path) => moduleOf(path) !== 'database').flatMap((path) => sqlTexts(path)),
    ].filter(({ text }) => /\b(now\s*\(|current_(date|timestamp)\b|clock_timestamp)/i.test(bareSql(text)));

    expect(asking.map(({ place }) => place)).toEqual([]);
  });

  it('never saves, cascades or loads eagerly: what is written stands in the code', () => {
    const hidden = SRC.filter((path) =>
      /\.save\(|cascade:|eager:|@(OneToMany|ManyToMany|ManyToOne|OneToOne)\(/.test(textOf(path)),
    );

    expect(hidden).toEqual([]);
  });
});

describe('Documentation', () => {
  it('stands at everything exported and at every public method: what it is for, units, errors, source', () => {
    const bare = SRC.flatMap((path) => [
      ...parse(path).statements.filter((node) => isExported(node) && needsDoc(node) && !hasDoc(node)),
      ...nodesOf(parse(path), ts.isClassDeclaration)
        .filter(isExported)
        .flatMap((node) =>
          node.members.filter(
            (member) => isPublicMethod(member) && !hasDoc(member) && !isInherited(node, member),
          ),
        ),
    ]).map((node) => `${placeOf(node)} ${nameOf(node)}`);

    expect(bare).toEqual([]);
  });
});

function linesOf(node: ts.Node): number {
  const file = node.getSourceFile();
  const lineAt = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  return lineAt(node.end) - lineAt(node.getStart()) + 1;
}

const isExported = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

const hasDoc = (node: ts.Node): boolean => ts.getJSDocCommentsAndTags(node).length > 0;

const nameOf = (node: ts.Node): string => (node as { name?: ts.Node }).name?.getText() ?? '';

/** Roles whose decorator or fields say what they are: a controller has its tag, a DTO its fields, a module its imports. */
const SPEAKS_FOR_ITSELF = /(Controller|Dto|Module)$/;

function needsDoc(node: ts.Node): boolean {
  return (
    ts.isFunctionDeclaration(node) ||
    (ts.isClassDeclaration(node) && !SPEAKS_FOR_ITSELF.test(node.name?.text ?? ''))
  );
}

function isPublicMethod(member: ts.ClassElement): boolean {
  const hidden = [
    ts.SyntaxKind.PrivateKeyword,
    ts.SyntaxKind.ProtectedKeyword,
    ts.SyntaxKind.OverrideKeyword,
  ];
  return (
    ts.isMethodDeclaration(member) &&
    !ts.isPrivateIdentifier(member.name) &&
    !(ts.getModifiers(member) ?? []).some(({ kind }) => hidden.includes(kind))
  );
}

/** The names of the members that each class and interface of ours declares. */
const DECLARED = new Map(
  SRC.flatMap((path) =>
    nodesOf(
      parse(path),
      (node): node is ts.ClassDeclaration | ts.InterfaceDeclaration =>
        ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node),
    ).map((node) => [nameOf(node), node.members.map((member) => nameOf(member))] as const),
  ),
);

/** A method that a parent declares is documented there, and a parent not of ours has its own manual. */
function isInherited(node: ts.ClassDeclaration, member: ts.ClassElement): boolean {
  const parents = (node.heritageClauses ?? []).flatMap(({ types }) =>
    types.map((type) => type.expression.getText()),
  );
  const isAskedFor = parents.some(
    (parent) => DECLARED.get(parent)?.includes(nameOf(member)) ?? !DECLARED.has(parent),
  );
  // A dynamic module's `of` is what the module itself is documented as.
  return isAskedFor || (nameOf(node).endsWith('Module') && nameOf(member) === 'of');
}
