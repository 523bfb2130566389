import ts from 'typescript';
import { constraintsWithRefusal } from '../../src/errors/constraint.errors';
import { describeApi } from '../../src/http/open-api';
import { openOffice, type Office } from '../support/office';
import { filesUnder, nodesOf, parse, placeOf, textOf } from './source-tree';

/**
 * Named constraints no user can run into, each with what stands before it. A constraint a user can hit has a refusal
 * beside its class (`refuseConstraint`), or else it would be answered as an internal error.
 */
const CANNOT_BE_HIT: Record<string, string> = {
  session_token_unique: 'a token is 32 random bytes',
  job_one_live: 'insert-job.sql: on conflict do nothing',
  project_cycle_plausible: 'CreateProjectDto has the same bounds',
  project_grace_plausible: 'CreateProjectDto has the same bounds',
  project_failure_limit_plausible: 'CreateProjectDto has the same bounds',
  project_back_pay_plausible: 'CreateProjectDto has the same bounds',
  project_funeral_plausible: 'CreateProjectDto has the same bounds',
  benefit_code_unique: 'projectProblems names a code used twice; benefits are added with their project only',
  benefit_rate_from_month: 'a rate is written for a Month, which is a first day',
  benefit_rate_positive: 'rateProblems',
  payout_covers_months: 'payoutProblems',
  person_citizen_id_unique: 'rosters of an agency are applied one after the other, and compared first',
  enrollment_once_per_project: 'rosters of an agency are applied one after the other, and compared first',
  enrollment_from_is_month: 'the roster reader gives a Month, which is a first day',
  enrollment_until_is_month: 'the roster reader gives a Month, which is a first day',
  enrollment_amount_positive: 'readYuan refuses zero and less',
  funding_document_positive: 'FundingDocumentDto has the same bound',
  funding_document_one_initial:
    'the first document is recorded with its line; AddFundingDocumentDto knows no other kind',
  funding_balance_covered: 'FundingService.post refuses first, under the line’s lock',
  ledger_entry_positive: 'FundingService.post books nothing for zero',
  ledger_entry_moves: 'LEDGER_EVENTS names two different accounts',
  entitlement_sign: 'rates and individual amounts are positive; deduct-agreed.sql takes more than zero',
  entitlement_in_payment: 'judge-entitlements.sql derives both from one verdict',
  entitlement_explained: 'judge-entitlements.sql derives both from one verdict',
  payment_positive: 'the sum of positive entitlements, of one of which a deduction leaves something',
  instalment_positive: 'InstalmentDto has the same bound',
  overpaid_month_positive: 'find-overpaid-months.sql finds what was paid, and no deduction',
  overpaid_month_withdrawn_explained: 'withdraw-months.sql derives both from one verdict',
  overpaid_month_claimed_once: 'add-months.sql, one detection after the other',
  overpayment_case_cancelled_empty: 'actOf cancels what comes to nothing',
  overpayment_case_settled_agrees: 'actOf settles what agrees',
  overpayment_case_ordered_by_two: 'CaseService.confirm refuses first',
  overpayment_case_one_pending: 'open-cases.sql, one detection after the other',
  overpayment_case_sums: 'RepaymentService refuses more than is open, under the case’s lock',
  recovery_entry_moves: 'the statements enter what is more than nothing',
  recovery_entry_one_source: 'the statements enter either a repayment or a deduction',
  repayment_positive: 'RepaymentDto has the same bound',
  repayment_agreement_deducts: 'AgreementService writes the two kinds',
  repayment_agreement_one_active: 'AgreementService ends the one before, under the case’s lock',
  repayment_agreement_positive: 'instalments and deductions are positive',
  deduction_from_is_month: 'a deduction begins with a Month, which is a first day',
  deduction_keeps_positive: 'who agrees a deduction asks for positive sums',
  deduction_per_payment_positive: 'who agrees a deduction asks for positive sums',
  deduction_total_positive: 'who agrees a deduction asks for positive sums',
  suspicion_one_open: 'raise-suspicions.sql: on conflict do update',
  file_import_source_of_comparison:
    'ComparisonImportService alone writes a comparison, and always with its source',
  monthly_round_is_month: 'a round is opened for a Month, which is a first day',
  life_event_retraction_names_one: 'a retraction is proposed by naming the event',
  life_event_retracted_by: 'the event is found before it is retracted',
  control_finding_once: 'record-screening.sql adds only what is not known, one screening after the other',
  control_setting_once: 'set-rule.sql: on conflict do update',
  payment_serial: 'serials are numbered by one statement per version',
  payment_batch_reviewed_before_approved: 'the state table has no other way to approval',
  batch_version_unique: 'compile numbers versions under the batch’s lock',
  payment_outcome_seq: 'outcomes are numbered under the batch’s lock',
  payment_outcome_reversed_after_success: 'the return is matched with what was stated before',
  evidence_file_once: 'EvidenceService.upload looks first, under a lock of the content',
  reminder_once_per_stage: 'plan-reminders.sql: on conflict do nothing',
  bank_file_once: 'a batch is sent once, under its lock',
};

/** Lists of values: the code refuses or never writes another one, and value-lists.spec.ts compares the two. */
const VALUE_LIST = /_known$/;

/** PostgreSQL's own names for constraints nobody named. */
const GENERATED_NAME = /_(pkey|key\d*|check\d*|fkey\d*|excl\d*)$/;

/** Every class of `src/` that extends `DomainError`, directly or not. */
function refusalClasses(): ts.ClassDeclaration[] {
  const classes = filesUnder('src', '.ts').flatMap((path) => nodesOf(parse(path), ts.isClassDeclaration));
  const parentOf = (node: ts.ClassDeclaration) =>
    node.heritageClauses
      ?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
      ?.types[0]?.expression.getText();
  const family = new Set(['DomainError']);
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const node of classes) if (family.has(parentOf(node) ?? '')) family.add(node.name!.text);
  }
  return classes.filter((node) => family.has(node.name?.text ?? '') && node.name?.text !== 'DomainError');
}

const isAbstract = (node: ts.ClassDeclaration) =>
  node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false;

const CLASSES = refusalClasses()
  .filter((node) => !isAbstract(node))
  .map((node) => ({
    name: node.name!.text,
    place: placeOf(node),
    isListed: ts.getDecorators(node)?.some(({ expression }) => expression.getText() === 'Listed()') ?? false,
    isExported: node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false,
    code: staticOf(node, 'code'),
    status: staticOf(node, 'status'),
    title: staticOf(node, 'title'),
  }));

/** The literal a class gives one of its static properties. */
function staticOf(node: ts.ClassDeclaration, name: string): string {
  const property = node.members.find(
    (member): member is ts.PropertyDeclaration =>
      ts.isPropertyDeclaration(member) && member.name.getText() === name,
  );
  const value = property?.initializer;
  return value && (ts.isStringLiteralLike(value) || ts.isNumericLiteral(value)) ? value.text : '';
}

describe('A refusal', () => {
  it.each(CLASSES)('$name has its code, a status, a Chinese title, and is listed', (refusal) => {
    const { name, isListed, isExported, code, status, title } = refusal;

    expect(code).toBe(name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase());
    expect(Number(status)).toBeGreaterThanOrEqual(400);
    expect(title).toMatch(/[\u4e00-\u9fff]/);
    expect({ isListed, isExported }).toEqual({ isListed: true, isExported: true });
  });

  it('is named as a sentence, never Exception or Error', () => {
    expect(
      CLASSES.filter(({ name }) => /(Exception|Error\d*)$/.test(name)).map(({ place }) => place),
    ).toEqual([]);
  });

  it('shares its code with no other', () => {
    const codes = CLASSES.map(({ code }) => code);

    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('is thrown somewhere: none is a dead option', () => {
    const sources = filesUnder('src', '.ts').map((path) => textOf(path));
    const made = (name: string) => sources.some((text) => text.includes(`new ${name}(`));

    expect(CLASSES.filter(({ name }) => !made(name)).map(({ place }) => place)).toEqual([]);
  });
});

describe('The refusals of the running application', () => {
  let office: Office;

  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.closes());

  it('are all in the API documentation, with status and title', () => {
    const { description } = describeApi(office.app).info;
    const missing = CLASSES.filter(
      ({ code, status, title }) => !description?.includes(`| \`${code}\` | ${status} | ${title} |`),
    );

    expect(missing.map(({ place }) => place)).toEqual([]);
  });

  it('answer every named constraint a user can run into', () => {
    const answered = new Set(constraintsWithRefusal());
    const unanswered = namedConstraints().filter((name) => !answered.has(name) && !(name in CANNOT_BE_HIT));

    expect(unanswered).toEqual([]);
  });

  it('name only constraints that the schema has', () => {
    const schema = textOf('schema.sql');
    const gone = [...constraintsWithRefusal(), ...Object.keys(CANNOT_BE_HIT)].filter(
      (name) => !new RegExp(`\\b${name}\\b`).test(schema),
    );

    expect(gone).toEqual([]);
  });

  it('do not answer what is listed as out of reach', () => {
    expect(constraintsWithRefusal().filter((name) => name in CANNOT_BE_HIT)).toEqual([]);
  });
});

/** Constraints, unique indexes and trigger refusals of `schema.sql` that somebody gave a name. */
function namedConstraints(): string[] {
  const schema = textOf('schema.sql');
  const declared = [...schema.matchAll(/^ {2}constraint (\w+) /gm)].map((hit) => hit[1]!);
  const indexes = [...schema.matchAll(/^CREATE UNIQUE INDEX (\w+) /gm)].map((hit) => hit[1]!);
  const raised = [...schema.matchAll(/constraint = '(\w+)'/g)].map((hit) => hit[1]!);
  return [...new Set([...declared, ...indexes, ...raised])].filter(
    (name) => !GENERATED_NAME.test(name) && !VALUE_LIST.test(name),
  );
}
