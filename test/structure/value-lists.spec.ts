import { LIVE_STATES } from '../../src/queue/job.states';
import { PERMISSIONS, ROLES } from '../../src/access/permissions';
import { textOf } from './source-tree';
import { VALUE_LISTS } from './value-lists';

const SCHEMA = textOf('schema.sql');

/** The quoted values of one constraint or index of `schema.sql`. */
const valuesIn = (name: string): string[] => {
  const line = SCHEMA.split('\n').find((candidate) => candidate.includes(` ${name} `)) ?? '';
  return [...line.matchAll(/'([A-Z_]+)'::text/g)].map((hit) => hit[1]!).sort();
};

describe('A list of values that stands in the schema and in the code', () => {
  it('has its place here whenever the schema has one', () => {
    const known = [...SCHEMA.matchAll(/constraint (\w+_known) /g)].map((hit) => hit[1]!);

    expect(Object.keys(VALUE_LISTS).sort()).toEqual(known.sort());
  });

  it.each(Object.entries(VALUE_LISTS))('%s holds the same values in both', (constraint, values) => {
    expect(valuesIn(constraint)).toEqual([...values].sort());
  });

  it('is the same for the live jobs, which an index keeps single', () => {
    expect(valuesIn('job_one_live')).toEqual([...LIVE_STATES].sort());
  });
});

describe('The table of permissions', () => {
  it('gives every permission to a post, and every post something to do', () => {
    const given = Object.values(PERMISSIONS).flat();

    expect(Object.entries(PERMISSIONS).filter(([, roles]) => !roles[0])).toEqual([]);
    expect(Object.keys(ROLES).filter((role) => !given.includes(role as never))).toEqual([]);
  });

  it.each`
    post               | never
    ${'CLERK'}         | ${['batch.review', 'batch.approve', 'batch.send', 'roster.confirm', 'account.confirm', 'life-event.confirm', 'verification.confirm']}
    ${'REVIEWER'}      | ${['batch.prepare', 'batch.approve', 'batch.send', 'roster.propose', 'account.propose', 'life-event.propose']}
    ${'APPROVER'}      | ${['batch.prepare', 'batch.review', 'batch.send', 'funding.record']}
    ${'FINANCE'}       | ${['batch.prepare', 'batch.review', 'batch.approve', 'account.propose', 'account.confirm']}
    ${'ADMINISTRATOR'} | ${['batch.read', 'person.read', 'funding.read', 'bank-file.download', 'project.configure']}
    ${'AUDITOR'}       | ${['batch.prepare', 'batch.review', 'batch.approve', 'batch.send', 'user.manage', 'project.configure', 'funding.record']}
  `('keeps from $post what another post must do', ({ post, never }) => {
    const held = Object.entries(PERMISSIONS).flatMap(([permission, roles]) =>
      (roles as readonly string[]).includes(post) ? [permission] : [],
    );

    expect(held.filter((permission) => (never as string[]).includes(permission))).toEqual([]);
  });
});
