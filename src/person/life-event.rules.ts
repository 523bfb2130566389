import { workingDaysAfter } from '../calendar/working-days';
import {
  AlreadyHeld,
  AlreadyInCustody,
  DeathAlreadyReported,
  HappenedAfterDeath,
  LifeEventConcernsAllProjects,
  LifeEventDateWrong,
  NothingToLift,
  NotInCustody,
  RetractionLeavesContradiction,
} from './life-event.errors';
import { DomainError } from '../errors/domain-error';
import { KINDS_OF_ONE_PROJECT, LIFE_EVENT_KINDS, type LifeEvent } from './life-event.entity';

/** What ends entitlement must be reported within 20 working days. Source: 社会保险经办条例 art. 25. */
const REPORT_WITHIN_WORKING_DAYS = 20;

/** What the rules look at. */
export type EventFacts = Pick<LifeEvent, 'kind' | 'happenedOn' | 'projectId'>;

/** Whether an event was reported later than the law allows. */
export function isReportedLate(happenedOn: string, reportedOn: string): boolean {
  return workingDaysAfter(happenedOn, reportedOn) > REPORT_WITHIN_WORKING_DAYS;
}

/** Throws `LifeEventDateWrong` naming every date that cannot be, `LifeEventConcernsAllProjects`. */
export function refuseImpossible(
  { kind, happenedOn, reportedOn, projectId }: EventFacts & { reportedOn: string },
  { bornOn, today }: { bornOn: string; today: string },
): void {
  const problems: string[] = [];
  if (happenedOn > today) problems.push('发生日期晚于今天');
  if (happenedOn < bornOn) problems.push('发生日期早于出生日期');
  if (reportedOn > today) problems.push('报告日期晚于今天');
  if (reportedOn < happenedOn) problems.push('报告日期早于发生日期');
  if (problems.length > 0) throw new LifeEventDateWrong(problems);
  if (projectId !== null && !KINDS_OF_ONE_PROJECT.includes(kind)) {
    throw new LifeEventConcernsAllProjects(LIFE_EVENT_KINDS[kind]);
  }
}

/**
 * Throws when the event contradicts what is on record; `history` is ordered by date and order of recording. A death
 * may be older than other events: the office hears of it late, often after a hold for suspicion.
 */
export function refuseContradiction(event: EventFacts, history: readonly EventFacts[]): void {
  const death = history.find(({ kind }) => kind === 'DEATH');
  if (death && event.kind === 'DEATH') throw new DeathAlreadyReported();
  if (death && event.happenedOn > death.happenedOn) throw new HappenedAfterDeath(death.happenedOn);
  if (event.kind === 'CUSTODY' || event.kind === 'RELEASE') refuseCustody(event, history);
  if (event.kind === 'HOLD' || event.kind === 'HOLD_LIFTED') refuseHold(event, history);
}

/**
 * Throws `RetractionLeavesContradiction` when the events that remain do not make sense without the one taken back, such
 * as a release without its custody. `remaining` is ordered by date and order of recording.
 */
export function refuseBrokenHistory(remaining: readonly EventFacts[]): void {
  remaining.forEach((event, index) => {
    // A death may be older than what was recorded before it was known; every other event must fit what came before.
    if (event.kind === 'DEATH') return;
    try {
      refuseContradiction(event, remaining.slice(0, index));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new RetractionLeavesContradiction(LIFE_EVENT_KINDS[event.kind], event.happenedOn);
    }
  });
}

/**
 * Custody and release alternate. A release ends every custody up to its own day, so a new custody begins on a later
 * day than the release before it.
 */
function refuseCustody(event: EventFacts, history: readonly EventFacts[]): void {
  const known = history.filter(({ kind }) => kind === 'CUSTODY' || kind === 'RELEASE');
  const before = known.findLast(({ happenedOn }) => happenedOn <= event.happenedOn);
  const after = known.find(({ happenedOn }) => happenedOn > event.happenedOn);
  if (event.kind === 'RELEASE') {
    if (before?.kind !== 'CUSTODY' || after?.kind === 'RELEASE') throw new NotInCustody();
  } else if (before?.kind === 'CUSTODY' || before?.happenedOn === event.happenedOn) {
    throw new AlreadyInCustody(before.happenedOn);
  }
}

/**
 * Holds of all projects and of one project never overlap, and each is lifted with the reach it had; the entitlement
 * statement may therefore compare the latest hold with the latest lifting.
 */
function refuseHold(event: EventFacts, history: readonly EventFacts[]): void {
  const known = history.filter(({ kind }) => kind === 'HOLD' || kind === 'HOLD_LIFTED');
  if (event.kind === 'HOLD_LIFTED') {
    const latest = known.findLast(({ projectId }) => projectId === event.projectId);
    if (latest?.kind !== 'HOLD' || latest.happenedOn > event.happenedOn) throw new NothingToLift();
    return;
  }
  const reaches = known.filter(
    ({ projectId }) => projectId === null || event.projectId === null || projectId === event.projectId,
  );
  for (const reach of new Set(reaches.map(({ projectId }) => projectId))) {
    const latest = reaches.findLast(({ projectId }) => projectId === reach)!;
    if (latest.kind === 'HOLD' || latest.happenedOn >= event.happenedOn) {
      throw new AlreadyHeld(latest.happenedOn);
    }
  }
}
