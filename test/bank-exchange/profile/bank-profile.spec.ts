import { readBankProfile, type BankProfile } from '../../../src/bank-exchange/profile/bank-profile';
import { BUILT_IN_PROFILES } from '../../../src/bank-exchange/profile/profiles';

/** P1 as JSON, with the value at a path replaced; undefined takes the property away. */
function p1With(path: string, value: unknown): unknown {
  const json = JSON.parse(JSON.stringify(BUILT_IN_PROFILES.P1)) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop()!;
  const target = keys.reduce((node, key) => node[key] as Record<string, unknown>, json);
  if (value === undefined) delete target[last];
  else target[last] = value;
  return json;
}

function problemsOf(json: unknown): string[] {
  const read = readBankProfile(json);
  return 'problems' in read ? read.problems : [];
}

const FIXED_COLUMNS = [
  { field: 'serial', width: 8, align: 'RIGHT', pad: '0' },
  { field: 'accountNumber', width: 32, align: 'LEFT', pad: ' ' },
  { field: 'payeeName', width: 60, align: 'LEFT', pad: ' ' },
  { field: 'amount', width: 15, align: 'RIGHT', pad: '0', amountUnit: 'FEN' },
];

/** P1's payment file as fixed width, with one property of one column changed. */
function fixedWith(column: number, change: Record<string, unknown>): unknown {
  const columns = FIXED_COLUMNS.map((entry, index) => (index === column ? { ...entry, ...change } : entry));
  const out: Record<string, unknown> = { ...BUILT_IN_PROFILES.P1.out };
  delete out['delimiter'];
  return { ...BUILT_IN_PROFILES.P1, out: { ...out, kind: 'FIXED_WIDTH', header: null, columns } };
}

describe('A bank profile as an agency edited it', () => {
  it.each(['P1', 'P2'] as const)('reads the built-in %s back as it is from JSON', (name) => {
    const json: unknown = JSON.parse(JSON.stringify(BUILT_IN_PROFILES[name]));
    expect(readBankProfile(json)).toEqual({ profile: BUILT_IN_PROFILES[name] });
  });

  it('accepts fixed width', () => {
    expect(problemsOf(fixedWith(0, {}))).toEqual([]);
  });

  it.each`
    path                           | value                                         | problem
    ${'name'}                      | ${''}                                         | ${'方案名称：不能为空'}
    ${'extra'}                     | ${1}                                          | ${'方案：不认识的设置项“extra”'}
    ${'return'}                    | ${undefined}                                  | ${'回盘文件：应为一组设置'}
    ${'out.charset'}               | ${'BIG5'}                                     | ${'报盘文件的字符集：只能是'}
    ${'out.kind'}                  | ${'XLSX'}                                     | ${'报盘文件的格式：只能是'}
    ${'out.lineEnd'}               | ${'CR'}                                       | ${'报盘文件的换行方式：只能是'}
    ${'out.delimiter'}             | ${''}                                         | ${'报盘文件的分隔符：不能为空'}
    ${'out.delimiter'}             | ${'0'}                                        | ${'报盘文件的分隔符：只能用制表符或标点'}
    ${'out.delimiter'}             | ${'\\'}                                       | ${'报盘文件的分隔符：只能用制表符或标点'}
    ${'out.delimiter'}             | ${'.'}                                        | ${'报盘文件的分隔符：只能用制表符或标点'}
    ${'return.delimiter'}          | ${'\n'}                                       | ${'回盘文件的分隔符：只能用制表符或标点'}
    ${'out.columns'}               | ${[]}                                         | ${'报盘文件的明细：至少要有一项'}
    ${'out.columns.0.field'}       | ${'salary'}                                   | ${'报盘文件的明细第 1 列：不认识的字段“salary”'}
    ${'out.columns.0.field'}       | ${'note'}                                     | ${'报盘文件的明细：缺少必需的列“序号”'}
    ${'out.columns.1.field'}       | ${'note'}                                     | ${'报盘文件的明细：缺少必需的列“户名”'}
    ${'out.columns.2'}             | ${{ field: 'note' }}                          | ${'报盘文件的明细：缺少必需的列“金额”'}
    ${'out.columns.3.field'}       | ${'note'}                                     | ${'报盘文件的明细：缺少必需的列“账号”'}
    ${'out.columns.4.field'}       | ${'serial'}                                   | ${'报盘文件的明细：“序号”只能出现一次'}
    ${'out.columns.2.amountUnit'}  | ${undefined}                                  | ${'报盘文件的明细第 3 列的金额单位：只能是'}
    ${'out.columns.0.amountUnit'}  | ${'FEN'}                                      | ${'报盘文件的明细第 1 列：只有金额列才有金额单位'}
    ${'out.columns.0.width'}       | ${8}                                          | ${'报盘文件的明细第 1 列：分隔文件没有列宽和填充'}
    ${'out.columns.5.text'}        | ${'0|1'}                                      | ${'报盘文件的明细第 6 列的固定文字：不能含有分隔符'}
    ${'out.columns.5.text'}        | ${'a\\b'}                                     | ${'报盘文件的明细第 6 列的固定文字：不能含有换行'}
    ${'out.columns.5.text'}        | ${'㐂'}                                       | ${'报盘文件的明细第 6 列的固定文字：“㐂”不能用 GBK 表示'}
    ${'out.columns.5.text'}        | ${undefined}                                  | ${'报盘文件的明细第 6 列的固定文字：应为文字'}
    ${'out.header.2.dateFormat'}   | ${'yymmdd'}                                   | ${'报盘文件的首行第 3 列的日期格式：只能是'}
    ${'out.header.0.field'}        | ${'payeeName'}                                | ${'报盘文件的首行第 1 列：不认识的字段“payeeName”'}
    ${'out.fileName'}              | ${'../DF_{batch}_{part}.txt'}                 | ${'报盘文件的文件名：不能含有路径分隔符'}
    ${'out.fileName'}              | ${'a\\{batch}_{part}.txt'}                    | ${'报盘文件的文件名：不能含有路径分隔符'}
    ${'out.fileName'}              | ${'.{batch}'}                                 | ${'报盘文件的文件名：不能以句点开头或结尾'}
    ${'out.fileName'}              | ${'DF_{batch}_{name}.txt'}                    | ${'报盘文件的文件名：不认识的占位符“{name}”'}
    ${'out.fileName'}              | ${'DF_{batch}_{part.txt'}                     | ${'报盘文件的文件名：花括号没有成对'}
    ${'out.fileName'}              | ${'DF_{yyyyMMdd}.txt'}                        | ${'报盘文件的文件名：必须含有 {batch}'}
    ${'out.maxLinesPerFile'}       | ${0}                                          | ${'报盘文件的每个文件最多行数：应为 1 到'}
    ${'return.columns.0.field'}    | ${'ignored'}                                  | ${'回盘文件的明细：缺少必需的列“序号”'}
    ${'return.unlistedMeans'}      | ${'SUCCEEDED'}                                | ${'回盘文件未列出的明细：只能是 “UNKNOWN”'}
    ${'return.outcomes'}           | ${[]}                                         | ${'回盘文件的结果对照：至少要有一项'}
    ${'return.outcomes.0.outcome'} | ${'15'}                                       | ${'回盘文件的结果对照第 1 条的结果：只能是'}
    ${'return.outcomes.0'}         | ${{ outcome: '01' }}                          | ${'回盘文件的结果对照第 1 条：至少要有一个条件'}
    ${'return.outcomes.0'}         | ${{ messageContains: '成功', outcome: '00' }} | ${'回盘文件的结果对照第 1 条：不能只凭文字判定成功'}
    ${'return.outcomes.1'}         | ${BUILT_IN_PROFILES.P1.return.outcomes[0]}    | ${'回盘文件的结果对照第 2 条：条件与前面的一条完全相同'}
    ${'return.columns.10'}         | ${{ field: 'ignored' }}                       | ${'明细中没有“反馈信息”列，这个条件永远不成立'}
  `('is refused when $path is $value: $problem', ({ path, value, problem }) => {
    expect(problemsOf(p1With(path, value)).some((found) => found.includes(problem))).toBe(true);
  });

  it.each`
    situation                    | column | change                          | problem
    ${'a width missing'}         | ${0}   | ${{ width: undefined }}         | ${'明细第 1 列的宽度（字节）：应为 1 到 500 的整数'}
    ${'an alignment missing'}    | ${1}   | ${{ align: undefined }}         | ${'明细第 2 列的对齐方式：只能是'}
    ${'zeros after a number'}    | ${0}   | ${{ align: 'LEFT' }}            | ${'明细第 1 列的填充字符：只有右对齐'}
    ${'zeros before an account'} | ${1}   | ${{ align: 'RIGHT', pad: '0' }} | ${'明细第 2 列的填充字符：只有右对齐'}
  `('in fixed width is refused for $situation', ({ column, change, problem }) => {
    expect(problemsOf(fixedWith(column, change))).toEqual([expect.stringContaining(problem)]);
  });

  it('refuses a delimiter in fixed width', () => {
    const profile = fixedWith(0, {}) as { out: Record<string, unknown> };
    profile.out['delimiter'] = '|';
    expect(problemsOf(profile)).toEqual(['报盘文件的分隔符：定长文件没有分隔符']);
  });

  it('refuses a file name without {part} when files are split', () => {
    const split = p1With('out.maxLinesPerFile', 1000) as BankProfile;
    split.out.fileName = 'DF_{batch}.txt';
    expect(problemsOf(split)).toEqual([
      '报盘文件的文件名：会拆分成多个文件时必须含有 {part}，否则各卷会重名',
    ]);
  });

  it('tells every problem at once', () => {
    const json = p1With('out.charset', 'ASCII') as BankProfile;
    json.name = '';
    json.return.columns.shift();
    expect(problemsOf(json)).toHaveLength(3);
  });

  it.each([null, 1, 'P1', [], [{}]])('refuses %j, which is no profile at all', (json) => {
    expect(problemsOf(json)).toEqual(['方案：应为一组设置']);
  });
});
