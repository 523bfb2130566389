import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { Database } from '../database/database';
import { maskCitizenId } from '../person/citizen-id';
import { nameKeyOf } from '../person/person-name';
import { findProject } from '../project/project.service';
import { Vault } from '../vault/vault';
import { listEnrollments, type EnrollmentRow } from './roster.sql';

/** An enrolment as lists show it: `652***********123X`, the account by its last four digits. */
export interface EnrollmentView extends Omit<EnrollmentRow, 'citizenId'> {
  readonly citizenId: string;
}

/** Who draws a project's benefits (享受资格). */
@Injectable()
export class EnrollmentService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** A project's enrolments above the cursor `after`, those whose name holds `name` if it is given. */
  list(
    actor: Actor,
    projectId: number,
    { after, limit, name }: { after: number; limit: number; name?: string | undefined },
  ): Promise<EnrollmentView[]> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      await findProject(tx, agencyId, projectId);
      const nameKey = name === undefined ? null : nameKeyOf(name);
      const rows = await listEnrollments(tx, { agencyId, projectId, after, nameKey, limit });
      return rows.map((row) => ({ ...row, citizenId: maskCitizenId(this.vault.decrypt(row.citizenId)) }));
    });
  }
}
