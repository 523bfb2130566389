import { Database } from '../../src/database/database';
import {
  MonthlyRoundListService,
  type RoundDetailView,
} from '../../src/monthly-round/monthly-round-list.service';
import { MonthlyRoundService } from '../../src/monthly-round/monthly-round.service';
import type { MemberList } from '../../src/monthly-round/monthly-round.sql';
import { JobRunner } from '../../src/queue/job-runner';
import type { Office } from './office';

/** A monthly round as clerk and reviewer see it: one verb per step, jobs run at once, versions as they are now. */
export class RoundDesk {
  private readonly rounds: MonthlyRoundService;

  constructor(
    private readonly office: Office,
    private readonly projectId: number,
  ) {
    // The jobs are run by the test alone.
    jest.spyOn(office.get(JobRunner), 'announce').mockImplementation(() => {});
    this.rounds = office.get(MonthlyRoundService);
  }

  /** The clerk opens the round of a month; its id. */
  async opens(month = '2025-01'): Promise<number> {
    return (await this.rounds.open(this.office.actor('CLERK'), { projectId: this.projectId, month })).id;
  }

  /** Asks for a run and does what its job does. */
  async runs(id: number) {
    await this.rounds.requestRun(this.office.actor('CLERK'), id, (await this.shows(id)).version);
    const { agencyId, userId } = this.office.actor('CLERK');
    return this.office
      .get(Database)
      .transaction(agencyId, (tx) => this.rounds.run(tx, { agencyId, userId }, id));
  }

  async holdsBack(id: number, enrollmentIds: number[], reason = '外出未归') {
    const { version } = await this.shows(id);
    return this.rounds.holdBack(this.office.actor('CLERK'), id, { version, enrollmentIds, reason });
  }

  async closes(id: number) {
    return this.rounds.close(this.office.actor('CLERK'), id, (await this.shows(id)).version);
  }

  async confirms(id: number, role: 'REVIEWER' | 'CLERK' = 'REVIEWER') {
    return this.rounds.confirm(this.office.actor(role), id, (await this.shows(id)).version);
  }

  async sendsBack(id: number, role: 'REVIEWER' | 'CLERK' = 'REVIEWER') {
    return this.rounds.sendBack(this.office.actor(role), id, (await this.shows(id)).version, '名单有误');
  }

  shows(id: number): Promise<RoundDetailView> {
    return this.office.get(MonthlyRoundListService).show(this.office.actor('CLERK'), id);
  }

  members(
    id: number,
    list: MemberList = 'OPEN',
    query: { street?: string; after?: number; limit?: number } = {},
  ) {
    const page = { after: 0, limit: 200, ...query };
    return this.office
      .get(MonthlyRoundListService)
      .members(this.office.actor('CLERK'), id, { ...page, list });
  }

  /** The result of everybody in a round, by name. */
  async results(id: number): Promise<Record<string, string>> {
    return Object.fromEntries((await this.members(id, 'ALL')).map(({ name, result }) => [name, result]));
  }
}
