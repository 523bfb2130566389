import ts from 'typescript';
import { BATCH_MOVES } from '../../src/batch/batch.states';
import { SUSPICION_MOVES } from '../../src/comparison/suspicion.states';
import { FINDING_MOVES } from '../../src/control/finding.states';
import { DEDUCTION_MOVES } from '../../src/entitlement/deduction.states';
import { FILE_IMPORT_MOVES } from '../../src/file-import/file-import.states';
import { ROUND_MOVES } from '../../src/monthly-round/monthly-round.states';
import { LIFE_EVENT_MOVES } from '../../src/person/life-event.states';
import { PROPOSAL_MOVES } from '../../src/person/proposal.states';
import { JOB_MOVES } from '../../src/queue/job.states';
import { AGREEMENT_MOVES, CASE_MOVES } from '../../src/recovery/recovery.states';
import { REMINDER_MOVES } from '../../src/reminder/reminder.states';
import { filesUnder, importsOf, nodesOf, parse, placeOf, sqlTexts, textOf } from './source-tree';
import { bareSql } from './sql-words';
import { VALUE_LISTS } from './value-lists';

const SRC = filesUnder('src', '.ts');

describe('A table of moves', () => {
  it.each`
    subject                  | moves                | first
    ${'batch'}               | ${BATCH_MOVES}       | ${'DRAFT'}
    ${'file_import'}         | ${FILE_IMPORT_MOVES} | ${'UPLOADED'}
    ${'bank_account'}        | ${PROPOSAL_MOVES}    | ${'PROPOSED'}
    ${'life_event'}          | ${LIFE_EVENT_MOVES}  | ${'PROPOSED'}
    ${'deduction'}           | ${DEDUCTION_MOVES}   | ${'ACTIVE'}
    ${'suspicion'}           | ${SUSPICION_MOVES}   | ${'OPEN'}
    ${'monthly_round'}       | ${ROUND_MOVES}       | ${'OPEN'}
    ${'reminder'}            | ${REMINDER_MOVES}    | ${'PENDING'}
    ${'overpayment_case'}    | ${CASE_MOVES}        | ${'PENDING'}
    ${'repayment_agreement'} | ${AGREEMENT_MOVES}   | ${'ACTIVE'}
    ${'job'}                 | ${JOB_MOVES}         | ${'QUEUED'}
    ${'control_finding'}     | ${FINDING_MOVES}     | ${'OPEN'}
  `('of $subject reaches every state from $first, and says each move once', ({ subject, moves, first }) => {
    const rows = moves as readonly (readonly string[])[];
    const reached = new Set([first as string]);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const [from, , to] of rows) if (reached.has(from!)) reached.add(to!);
    }

    const table = subject === 'batch' ? 'payment_batch' : (subject as string);
    expect([...reached].sort()).toEqual([...VALUE_LISTS[`${table}_state_known`]!].sort());
    expect(new Set(rows.map(([from, act]) => `${from} ${act}`)).size).toBe(rows.length);
  });
});

describe('A state', () => {
  const updates = SRC.flatMap((path) =>
    nodesOf(parse(path), ts.isCallExpression).flatMap((call) => {
      const isUpdate =
        ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'update';
      const [entity, , change] = call.arguments;
      if (!isUpdate || !entity || !change || !ts.isObjectLiteralExpression(change)) return [];
      const state = change.properties.find((property) => property.name?.getText() === 'state');
      return state ? [{ path, place: placeOf(call), entity: entity.getText(), state }] : [];
    }),
  );

  it('is changed by the state table only: who updates one asks stateAfter', () => {
    const unasked = updates.filter(
      ({ path, state }) =>
        (ts.isPropertyAssignment(state) && ts.isStringLiteralLike(state.initializer)) ||
        !importsOf(path).some(
          (imported) => imported.path.endsWith('.states.ts') && imported.names.includes('stateAfter'),
        ),
    );

    expect(unasked.map(({ place }) => place)).toEqual([]);
  });

  it('of a batch is changed by `move` and by the compilation, nowhere else', () => {
    const doors = updates.filter(({ entity }) => entity === 'PaymentBatch').map(({ path }) => path);

    expect(doors.sort()).toEqual(['src/batch/batch.service.ts', 'src/batch/compile.service.ts']);
  });

  it('is assigned by no SQL but that of entitlements, whose verdict is the SQL, or that takes it from bound moves', () => {
    const assigning = [
      ...filesUnder('src', '.sql').map((path) => ({ place: path, text: textOf(path) })),
      ...SRC.flatMap((path) => sqlTexts(path)),
    ].filter(
      ({ text }) =>
        /\bupdate\s+\w+(\s+(as\s+)?\w+)?\s+set\b[^;]*?\bstate\s*=/i.test(updatesIn(bareSql(text))) &&
        !/:moves::jsonb[\s\S]*\bstate = coalesce\(move\.to_state,/.test(text),
    );

    expect(
      assigning.map(({ place }) => place).filter((place) => !place.startsWith('src/entitlement/')),
    ).toEqual([]);
  });
});

/** The `update ... set ...` parts of a statement, up to their `where` or `from`. */
function updatesIn(sql: string): string {
  return (sql.match(/\bupdate\s+\w+(\s+(as\s+)?\w+)?\s+set\b[\s\S]*?(?=\bwhere\b|\bfrom\b|$)/gi) ?? []).join(
    ' ; ',
  );
}
