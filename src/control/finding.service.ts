import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FourEyesRequired } from '../access/access.errors';
import type { Actor } from '../access/actor';
import { permits, ROLES, type Role } from '../access/permissions';
import { AuditService } from '../audit/audit.service';
import { AppUser } from '../auth/app-user.entity';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound, VersionChanged } from '../errors/request.errors';
import { FileStore, type ReceivedFile } from '../file-store/file-store.service';
import { StoredFile } from '../file-store/stored-file.entity';
import { SEVERITIES, SUBJECT_TYPES, type Severity } from './control-rule';
import { ControlFinding } from './control-finding.entity';
import {
  AssigneeUnsuitable,
  FindingEvidenceMissing,
  EvidenceTooLarge,
  FindingOfAnother,
} from './control.errors';
import {
  listFindings,
  sumFindings,
  sumRecovered,
  sumRuns,
  type FindingRow,
  type FindingSums,
} from './control.sql';
import { findingSentence } from './finding-sentence';
import {
  FINDING_STATES,
  refuseUnlessOpen,
  stateAfter,
  type FindingAct,
  type FindingState,
} from './finding.states';
import { RULE_CODES, RULES, type RuleCode } from './rules/rules';

/** Which findings a list shows. */
export interface FindingQuery {
  readonly state?: FindingState;
  readonly severity?: Severity;
  readonly ruleCode?: string;
  /** Those whose rule this post answers for. */
  readonly owner?: Role;
  readonly projectId?: number;
  readonly personId?: number;
  readonly batchId?: number;
  readonly assignedTo?: number;
  readonly after?: number;
  readonly limit: number;
}

/** A finding as users see it. */
export interface FindingView extends FindingRow {
  readonly title: string;
  readonly sentence: string;
  readonly severity: Severity;
  readonly severityLabel: string;
  readonly subjectLabel: string;
  readonly stateLabel: string;
  readonly owner: Role;
  readonly ownerLabel: string;
}

/** The figures an office publishes of its internal control, what came back of overpaid money included. */
export interface ControlSummary {
  readonly ruleCount: number;
  readonly runCount: number;
  readonly personTimes: number;
  readonly checkCount: number;
  readonly findingCount: number;
  readonly checkedCount: number;
  readonly confirmedCount: number;
  readonly dismissedCount: number;
  readonly openCount: number;
  readonly goneCount: number;
  readonly recoveredFen: number;
  readonly rules: readonly (FindingSums & { title: string })[];
}

/** How a finding was resolved. */
export interface Resolution {
  readonly version: number;
  readonly resolution: string;
  readonly documentNo?: string | undefined;
}

/** A scan of some pages; more is a mistake. */
const MAX_EVIDENCE_MIB = 20;
const MIB = 1024 * 1024;

/** Findings from their discovery to their resolution (疑点核实). Only screenings find them. */
@Injectable()
export class FindingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly files: FileStore,
  ) {}

  /** Findings in the order in which they were found, after a cursor. */
  list({ agencyId }: Actor, query: FindingQuery): Promise<FindingView[]> {
    const { state = null, projectId = null, personId = null, batchId = null, assignedTo = null } = query;
    const ruleCodes = RULE_CODES.filter(
      (code) =>
        (query.ruleCode ?? code) === code &&
        (query.severity ?? RULES[code].severity) === RULES[code].severity &&
        (query.owner ?? RULES[code].owner) === RULES[code].owner,
    );
    const { after = 0, limit } = query;
    const filter = { findingId: null, state, projectId, personId, batchId, assignedTo };
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await listFindings(tx, { agencyId, ruleCodes, after, limit, ...filter });
      return rows.map(viewOf);
    });
  }

  /** One finding. Throws `NotFound`. */
  find({ agencyId }: Actor, id: number): Promise<FindingView> {
    return this.database.transaction(agencyId, (tx) => this.read(tx, agencyId, id));
  }

  /** Confirms or dismisses a finding, with reason and evidence; never by a user whose act it is about. */
  resolve(
    actor: Actor,
    id: number,
    act: 'confirm' | 'dismiss',
    { version, resolution, documentNo }: Resolution,
  ): Promise<FindingView> {
    return this.change(actor, id, version, act, (finding) => {
      const { owner } = RULES[finding.ruleCode as RuleCode];
      const isHis =
        finding.assignedTo === null ? actor.roles.includes(owner) : finding.assignedTo === actor.userId;
      const state = stateAfter(finding.state, act);
      if (!isHis) throw new FindingOfAnother(ROLES[owner], finding.assignedTo);
      if (finding.userIds.includes(actor.userId)) throw new FourEyesRequired('核实疑点');
      if (documentNo === undefined && finding.fileId === null) throw new FindingEvidenceMissing();
      const resolved = { resolvedBy: actor.userId, resolvedAt: this.clock.now() };
      return { state, resolution, documentNo: documentNo ?? null, ...resolved };
    });
  }

  /** Opens a resolved finding again, with the reason on record. */
  reopen(actor: Actor, id: number, version: number, reason: string): Promise<FindingView> {
    const nobody = { resolution: null, documentNo: null, resolvedBy: null, resolvedAt: null };
    return this.change(
      actor,
      id,
      version,
      'reopen',
      (finding) => ({ state: stateAfter(finding.state, 'reopen'), ...nobody }),
      { reason },
    );
  }

  /** Gives an open finding to a user, or back to the post it belongs to (`userId` null). */
  assign(actor: Actor, id: number, version: number, userId: number | null): Promise<FindingView> {
    return this.change(
      actor,
      id,
      version,
      'assign',
      async (finding, tx) => {
        refuseUnlessOpen(finding.state, '指定核实人');
        if (userId !== null) await refuseUnsuitable(tx, finding, userId);
        return { assignedTo: userId };
      },
      { assignedTo: userId },
    );
  }

  /** Keeps a document as the evidence of an open finding; a later one takes its place. */
  attach(actor: Actor, id: number, file: ReceivedFile): Promise<FindingView> {
    if (file.sizeBytes > MAX_EVIDENCE_MIB * MIB) throw new EvidenceTooLarge(MAX_EVIDENCE_MIB);
    return this.change(
      actor,
      id,
      null,
      'attach',
      async (finding, tx) => {
        refuseUnlessOpen(finding.state, '上传依据');
        return { fileId: await this.files.keep(tx, actor, file) };
      },
      { name: file.name, sha256: file.sha256.toString('hex') },
    );
  }

  /** The evidence of a finding; each look at it is on record. */
  evidence(actor: Actor, id: number): Promise<{ name: string; content: Buffer }> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const { fileId } = await this.read(tx, agencyId, id);
      if (fileId === null) throw new NotFound('依据文件', '');
      const { name } = await tx.findOneByOrFail(StoredFile, { agencyId, id: fileId });
      const chunks: Buffer[] = [];
      await this.files.hand(tx, agencyId, fileId, async (chunk) => void chunks.push(chunk));
      await this.record(tx, actor, 'read-evidence', id, { fileId });
      return { name, content: Buffer.concat(chunks) };
    });
  }

  /** What was screened, found and checked from one day to another. */
  summary({ agencyId }: Actor, span: { from: string; until: string }): Promise<ControlSummary> {
    return this.database.transaction(agencyId, async (tx) => {
      const runs = await sumRuns(tx, { agencyId, ...span });
      const rows = await sumFindings(tx, { agencyId, ...span });
      const recovered = await sumRecovered(tx, { agencyId, ...span });
      const sum = (of: (row: FindingSums) => number) => rows.reduce((total, row) => total + of(row), 0);
      return {
        ruleCount: RULE_CODES.length,
        ...runs,
        findingCount: sum((row) => row.findingCount),
        checkedCount: sum((row) => row.checkedCount),
        confirmedCount: sum((row) => row.confirmedCount),
        dismissedCount: sum((row) => row.dismissedCount),
        openCount: sum((row) => row.openCount),
        goneCount: sum((row) => row.goneCount),
        ...recovered,
        rules: rows.map((row) => ({ ...row, title: RULES[row.ruleCode].title })),
      };
    });
  }

  private async change(
    actor: Actor,
    id: number,
    version: number | null,
    act: FindingAct | 'assign' | 'attach',
    decide: (
      finding: ControlFinding,
      tx: EntityManager,
    ) => Partial<ControlFinding> | Promise<Partial<ControlFinding>>,
    details: Record<string, unknown> = {},
  ): Promise<FindingView> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const finding = await tx.findOne(ControlFinding, {
        where: { agencyId, id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!finding) throw new NotFound('疑点', id);
      if (version !== null && finding.version !== version)
        throw new VersionChanged('疑点', version, finding.version);
      const change = await decide(finding, tx);
      await tx.update(ControlFinding, { agencyId, id }, { ...change, version: finding.version + 1 });
      const { resolution, documentNo, fileId } = change;
      const given = Object.fromEntries(
        Object.entries({ resolution, documentNo, fileId }).filter(([, value]) => value != null),
      );
      await this.record(tx, actor, act, id, { rule: finding.ruleCode, ...given, ...details });
      return this.read(tx, agencyId, id);
    });
  }

  private record(
    tx: EntityManager,
    actor: Actor,
    act: string,
    subjectId: number,
    details: Record<string, unknown>,
  ): Promise<void> {
    const subject = { subjectType: 'control-finding', subjectId };
    return this.audit.record(tx, actor, { act: `control-finding.${act}`, ...subject, details });
  }

  private async read(tx: EntityManager, agencyId: number, id: number): Promise<FindingView> {
    const any = { state: null, projectId: null, personId: null, batchId: null, assignedTo: null };
    const one = { findingId: id, after: 0, limit: 1, ruleCodes: RULE_CODES };
    const [row] = await listFindings(tx, { agencyId, ...one, ...any });
    return viewOf(row!);
  }
}

async function refuseUnsuitable(tx: EntityManager, finding: ControlFinding, userId: number): Promise<void> {
  const user = await tx.findOneBy(AppUser, { agencyId: finding.agencyId, id: userId });
  if (!user?.active) throw new AssigneeUnsuitable('没有这个在用的用户。');
  if (!permits(user.roles, 'control.resolve')) throw new AssigneeUnsuitable('此人的岗位不能核实疑点。');
  if (finding.userIds.includes(userId))
    throw new AssigneeUnsuitable('疑点涉及此人经手的业务，不能由其本人核实。');
}

function viewOf(row: FindingRow): FindingView {
  const { title, severity, owner } = RULES[row.ruleCode];
  return {
    ...row,
    title,
    sentence: findingSentence(row.ruleCode, row.facts),
    severity,
    severityLabel: SEVERITIES[severity],
    subjectLabel: SUBJECT_TYPES[row.subjectType],
    stateLabel: FINDING_STATES[row.state],
    owner,
    ownerLabel: ROLES[owner],
  };
}
