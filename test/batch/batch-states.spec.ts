import { PERMISSIONS, ROLES, type Role } from '../../src/access/permissions';
import {
  BATCH_MOVES,
  BATCH_STATES,
  movesFrom,
  stateAfter,
  type BatchState,
} from '../../src/batch/batch.states';

const STATES = Object.keys(BATCH_STATES) as BatchState[];

describe('The table of batch moves', () => {
  it('reaches every state from the draft', () => {
    const reached = new Set<BatchState>(['DRAFT']);
    for (const from of reached)
      for (const [, , to] of BATCH_MOVES.filter((row) => row[0] === from)) reached.add(to);

    expect([...reached].sort()).toEqual([...STATES].sort());
  });

  it('ends for good only when voided; an archived batch opens again for a late return alone', () => {
    expect(STATES.filter((state) => movesFrom(state).length === 0)).toEqual(['VOIDED']);
    expect(movesFrom('ARCHIVED')).toEqual([{ act: 'settle-all', permission: 'system' }]);
  });

  it('gives no act from one state two outcomes', () => {
    const keys = BATCH_MOVES.map(([from, act]) => `${from} ${act}`);

    expect(new Set(keys).size).toBe(keys.length);
  });

  it('pays nothing that was not reviewed and approved: every way to the bank passes both', () => {
    for (const [skipped, blocked] of [
      [['review'], 'REVIEWED'],
      [['approve', 'approve-back-pay'], 'APPROVED'],
    ] as const) {
      const reached = new Set<BatchState>(['DRAFT']);
      for (const from of reached) {
        for (const [, act, to] of BATCH_MOVES.filter((row) => row[0] === from))
          if (!(skipped as readonly string[]).includes(act)) reached.add(to);
      }
      expect(reached.has(blocked)).toBe(false);
      expect(reached.has('FILE_SENT')).toBe(false);
    }
  });

  it('lets nothing be voided once its file is with the bank', () => {
    const voidable = BATCH_MOVES.filter(([, , to]) => to === 'VOIDED').map(([from]) => from);

    expect(voidable.sort()).toEqual(['APPROVED', 'COMPILED', 'DRAFT', 'ENDORSED', 'REVIEWED', 'SUBMITTED']);
  });

  it.each`
    role               | acts
    ${'CLERK'}         | ${['compile', 'submit', 'void']}
    ${'REVIEWER'}      | ${['review', 'send-back']}
    ${'APPROVER'}      | ${['approve', 'approve-back-pay', 'endorse', 'reject', 'void-approved']}
    ${'FINANCE'}       | ${['archive', 'reconcile', 'send']}
    ${'SUPERVISOR'}    | ${['approve-back-pay']}
    ${'AUDITOR'}       | ${[]}
    ${'ADMINISTRATOR'} | ${[]}
  `('lets a $role do $acts and nothing else', ({ role, acts }: { role: Role; acts: string[] }) => {
    const own = BATCH_MOVES.filter(
      ([, , , permission]) =>
        permission !== 'system' && (PERMISSIONS[permission] as readonly Role[]).includes(role),
    );

    expect(ROLES[role]).toBeDefined();
    expect([...new Set(own.map(([, act]) => act))].sort()).toEqual(acts);
  });

  it('refuses a move that is not a row', () => {
    expect(() => stateAfter('SUBMITTED', 'compile')).toThrow('批次处于“待复核”，不能核算。');
  });
});
