import { existsSync } from 'node:fs';
import { permits } from '../../src/access/permissions';
import { findingSentence } from '../../src/control/finding-sentence';
import { RULE_CODES, RULES, type RuleCode } from '../../src/control/rules/rules';
import { openOffice, type Office } from '../support/office';
import { filesUnder, textOf } from '../structure/source-tree';
import { BATCH_EXAMPLES, PAYMENT_EXAMPLES, WORK_EXAMPLES } from './money-examples';
import { ACCOUNT_EXAMPLES, ENROLLMENT_EXAMPLES, PERSON_EXAMPLES, type Example } from './registry-examples';
import { Scene } from './scene';

/** One suspicious and one harmless situation of every rule; the compiler misses none. */
const EXAMPLES: Readonly<Record<RuleCode, (scene: Scene) => Promise<Example>>> = {
  ...ACCOUNT_EXAMPLES,
  ...PERSON_EXAMPLES,
  ...ENROLLMENT_EXAMPLES,
  ...PAYMENT_EXAMPLES,
  ...BATCH_EXAMPLES,
  ...WORK_EXAMPLES,
};

const sqlOf = (code: RuleCode) => `src/control/rules/sql/${code}.sql`;

describe('The rules of internal control', () => {
  it('are at least thirty, each with a statement of its own and no statement without a rule', () => {
    expect(RULE_CODES.length).toBeGreaterThanOrEqual(30);
    expect(filesUnder('src/control/rules/sql', '.sql')).toEqual(RULE_CODES.map(sqlOf).sort());
  });

  it.each(RULE_CODES)('%s says in Chinese what is suspicious, why, and what to do', (code) => {
    const { title, why, advice, sentence } = RULES[code];

    for (const text of [title, why, advice, sentence]) expect(text).toMatch(/[\u4e00-\u9fff]{2}/);
    expect(RULE_CODES.filter((other) => RULES[other].title === title)).toEqual([code]);
  });

  it.each(RULE_CODES)(
    '%s belongs to a post that may resolve it, a blocking one not to who prepares batches',
    (code) => {
      const { owner, severity } = RULES[code];

      expect(permits([owner], 'control.resolve')).toBe(true);
      expect(severity === 'BLOCKING' && permits([owner], 'batch.prepare')).toBe(false);
    },
  );

  it.each(RULE_CODES)(
    '%s asks with each of its parameters, project by project where they may differ',
    (code) => {
      const { parameters, perProject } = RULES[code];
      const asked = /as asked \(([^)]*)\)/.exec(textOf(sqlOf(code)))?.[1] ?? '';
      const names = asked.split(',').map((column) => column.trim().split(' ')[0]!);
      const own = names.filter((name) => !['', 'project_id', 'today', 'days_off'].includes(name));

      expect(own.sort()).toEqual(
        Object.keys(parameters)
          .map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
          .sort(),
      );
      expect(names.includes('project_id')).toBe(perProject === true);
      expect(existsSync(sqlOf(code))).toBe(true);
    },
  );
});

describe('A rule asked on 16 June 2025', () => {
  let office: Office;
  let scene: Scene;
  beforeAll(async () => {
    office = await openOffice('2025-06-16');
    scene = new Scene(office);
  });
  afterAll(() => office.closes());

  it.each(RULE_CODES)('%s finds what is suspicious and leaves alone what is not, in words', async (code) => {
    const { suspicious, harmless } = await EXAMPLES[code](scene);
    const subjects = [suspicious, harmless].flat();

    const hits = await scene.finds(code);
    const ours = hits.filter(({ subjectId }) => subjects.includes(subjectId));

    expect(ours.map(({ subjectId }) => subjectId)).toEqual([suspicious]);
    expect(findingSentence(code, ours[0]!.facts)).not.toMatch(/[{}]|undefined|null|[A-Z]{3}/);
  });
});
