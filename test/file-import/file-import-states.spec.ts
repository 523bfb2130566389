import {
  FILE_IMPORT_MOVES,
  FILE_IMPORT_STATES,
  stateAfter,
  type FileImportAction,
  type FileImportState,
} from '../../src/file-import/file-import.states';

const STATES = Object.keys(FILE_IMPORT_STATES) as FileImportState[];
const ACTIONS = [...new Set(FILE_IMPORT_MOVES.map(([, action]) => action))];

describe('The states of an import', () => {
  it('are all reached from UPLOADED', () => {
    const reached = new Set<FileImportState>(['UPLOADED']);
    for (const [from, , to] of [...FILE_IMPORT_MOVES, ...FILE_IMPORT_MOVES])
      if (reached.has(from)) reached.add(to);

    expect([...reached].sort()).toEqual([...STATES].sort());
  });

  it.each`
    state          | final
    ${'UPLOADED'}  | ${false}
    ${'CHECKED'}   | ${false}
    ${'CONFIRMED'} | ${false}
    ${'REFUSED'}   | ${true}
    ${'APPLIED'}   | ${true}
    ${'WITHDRAWN'} | ${true}
  `('$state is final: $final', ({ state, final }) => {
    expect(FILE_IMPORT_MOVES.every(([from]) => from !== state)).toBe(final);
  });

  it('lead to CONFIRMED only by the act of another user', () => {
    const ways = FILE_IMPORT_MOVES.filter(([, , to]) => to === 'CONFIRMED');

    expect(ways).toEqual([['CHECKED', 'confirm', 'CONFIRMED', 'ANOTHER']]);
  });

  it('refuse every move that is not in the table', () => {
    const allowed = new Set(FILE_IMPORT_MOVES.map(([from, action]) => `${from} ${action}`));
    const moves = STATES.flatMap((from) =>
      ACTIONS.map((action): [FileImportState, FileImportAction] => [from, action]),
    );

    for (const [from, action] of moves.filter(([from, action]) => !allowed.has(`${from} ${action}`))) {
      expect(() => stateAfter(from, action)).toThrow('导入的当前状态是');
    }
  });
});
