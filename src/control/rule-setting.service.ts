import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { ROLES } from '../access/permissions';
import { AuditService } from '../audit/audit.service';
import { addDays, isBusinessDate } from '../calendar/business-date';
import { Clock } from '../calendar/clock';
import { isWorkingDay } from '../calendar/working-days';
import { Database } from '../database/database';
import { Project } from '../project/project.entity';
import { findProject } from '../project/project.service';
import { RuleSettingInvalid, RuleUnknown } from './control.errors';
import { SCOPES, SEVERITIES, type ControlRule } from './control-rule';
import { ControlSetting, type ParameterValues } from './control-setting.entity';
import { setRule } from './control.sql';
import { RULE_CODES, RULES, type RuleCode } from './rules/rules';

/** What a rule is to be set to, for the agency or one project. */
export interface RuleSetting {
  readonly projectId: number | null;
  readonly enabled: boolean;
  readonly parameters: ParameterValues;
  readonly reason: string;
}

/** A rule with its parameters as the agency and its projects have set them. */
export interface RuleView extends ControlRule {
  readonly code: RuleCode;
  readonly severityLabel: string;
  readonly scopeLabel: string;
  readonly ownerLabel: string;
  readonly enabled: boolean;
  readonly values: ParameterValues;
  readonly settings: readonly Omit<ControlSetting, 'agencyId' | 'id' | 'ruleCode'>[];
}

/** No parameter needs more: an age, days, months, persons. */
const MAX_NUMBER = 100_000;
/** What rules about working hours look back on. */
const DAYS_BACK = 366;

/** The rules of internal control and what an agency, or a project, sets them to. */
@Injectable()
export class RuleSettingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Every rule with its settings. */
  list({ agencyId }: Actor): Promise<RuleView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const settings = await tx.find(ControlSetting, { where: { agencyId }, order: { id: 'ASC' } });
      return RULE_CODES.map((code) => viewOf(code, settings));
    });
  }

  /** One rule. Throws `RuleUnknown`. */
  find({ agencyId }: Actor, code: string): Promise<RuleView> {
    const known = knownCode(code);
    return this.database.transaction(agencyId, async (tx) =>
      viewOf(known, await tx.findBy(ControlSetting, { agencyId, ruleCode: known })),
    );
  }

  /**
   * Sets a rule for the agency, or for one project where it is asked project by project. Parameters left out keep the
   * value of the level above. Throws `RuleSettingInvalid` naming every problem.
   */
  async set(actor: Actor, code: string, setting: RuleSetting): Promise<RuleView> {
    const { agencyId, userId } = actor;
    const known = knownCode(code);
    refuseUnfit(RULES[known], setting);
    const { projectId, enabled, parameters, reason } = setting;
    await this.database.transaction(agencyId, async (tx) => {
      if (projectId !== null) await findProject(tx, agencyId, projectId);
      const before = await tx.findBy(ControlSetting, { agencyId, ruleCode: known });
      const { id } = await setRule(tx, {
        agencyId,
        ruleCode: known,
        projectId,
        enabled,
        parameters: JSON.stringify(parameters),
        reason,
        setBy: userId,
        setAt: this.clock.now(),
      });
      const was = before.find((row) => row.projectId === projectId);
      await this.audit.record(tx, actor, {
        act: 'control.configure',
        subjectType: 'control-setting',
        subjectId: id,
        details: {
          rule: known,
          projectId,
          from: was ? { enabled: was.enabled, parameters: was.parameters } : null,
          to: { enabled, parameters },
          reason,
        },
      });
    });
    return this.find(actor, code);
  }

  /**
   * What the statement of each rule is asked with: a row per project where the rule is asked project by project, one row
   * otherwise, none where it is switched off. `projectId` null for every project.
   */
  async asked(
    tx: EntityManager,
    agencyId: number,
    codes: readonly RuleCode[],
    projectId: number | null,
  ): Promise<Map<RuleCode, string>> {
    const settings = await tx.findBy(ControlSetting, { agencyId });
    const projects = await tx.find(Project, {
      select: { id: true },
      where: { agencyId, ...(projectId === null ? {} : { id: projectId }) },
    });
    const today = this.clock.today();
    const daysOff = Array.from({ length: DAYS_BACK }, (_, back) => addDays(today, -back)).filter(
      (day) => !isWorkingDay(day),
    );
    const row = (code: RuleCode, project: number | null) => {
      const { enabled, values } = resolved(code, settings, project);
      return enabled ? [{ projectId: project, today, daysOff, ...values }] : [];
    };
    return new Map(
      codes.map((code) => {
        const rows = RULES[code].perProject ? projects.flatMap(({ id }) => row(code, id)) : row(code, null);
        return [code, JSON.stringify(rows.map(inSnakeCase))];
      }),
    );
  }
}

function knownCode(code: string): RuleCode {
  const known = RULE_CODES.find((one) => one === code);
  if (!known) throw new RuleUnknown();
  return known;
}

/** Defaults, then the agency's setting, then the project's. */
function resolved(
  code: RuleCode,
  settings: readonly ControlSetting[],
  projectId: number | null,
): { enabled: boolean; values: ParameterValues } {
  const defaults = Object.entries(RULES[code].parameters).map(([name, { value }]) => [name, value] as const);
  const of = (project: number | null) =>
    settings.find((row) => row.ruleCode === code && row.projectId === project);
  const levels = [of(null), projectId === null ? undefined : of(projectId)];
  return {
    enabled: levels.every((level) => level?.enabled ?? true),
    values: Object.assign(
      Object.fromEntries(defaults),
      ...levels.map((level) => level?.parameters),
    ) as ParameterValues,
  };
}

function refuseUnfit({ parameters, perProject }: ControlRule, setting: RuleSetting): void {
  const problems = Object.entries(setting.parameters).flatMap(([name, value]) => {
    const parameter = parameters[name];
    if (!parameter) return [`没有参数 ${name}`];
    if (parameter.kind === 'DATE')
      return value === null || (typeof value === 'string' && isBusinessDate(value))
        ? []
        : [`“${parameter.label}”应为真实的日期，写作 2025-03-10，或为空`];
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_NUMBER;
    return fits ? [] : [`“${parameter.label}”应为 0 到 ${MAX_NUMBER} 的整数`];
  });
  if (setting.projectId !== null && !perProject) problems.push('此规则不能按项目设置');
  if (problems.length > 0) throw new RuleSettingInvalid(problems);
}

function viewOf(code: RuleCode, settings: readonly ControlSetting[]): RuleView {
  const rule = RULES[code];
  const own = settings.filter(({ ruleCode }) => ruleCode === code);
  return {
    code,
    ...rule,
    severityLabel: SEVERITIES[rule.severity],
    scopeLabel: SCOPES[rule.scope],
    ownerLabel: ROLES[rule.owner],
    ...resolved(code, settings, null),
    settings: own.map(({ projectId, enabled, parameters, reason, setBy, setAt }) => ({
      projectId,
      enabled,
      parameters,
      reason,
      setBy,
      setAt,
    })),
  };
}

/** The columns a statement reads have the database's spelling. */
function inSnakeCase(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
