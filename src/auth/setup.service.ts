import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Agency } from '../agency/agency.entity';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { CONFIG, type Config } from '../config/config';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { SetupTokenWrong } from './auth.errors';
import { UserService } from './user.service';

/** What makes an agency: its name and the first administrator, who then adds the other users. */
export interface AgencySetup {
  readonly code: string;
  readonly name: string;
  readonly parentCode?: string | undefined;
  readonly administrator: { username: string; displayName: string; password: string };
}

/** Setting up an agency (建立经办机构): allowed to who holds the setup token of this installation, to nobody else. */
@Injectable()
export class SetupService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly users: UserService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Creates the agency, the head of its audit chain and its first administrator, all or nothing. Throws
   * `SetupTokenWrong`, and `NotFound` when nobody has the code of the superior agency.
   */
  async createAgency(
    setupToken: string,
    setup: AgencySetup,
  ): Promise<{ agencyId: number; code: string; name: string }> {
    if (!sameSecret(setupToken, this.config.setupToken)) throw new SetupTokenWrong();
    const manager = this.database.dataSource.manager;
    const { parentCode } = setup;
    const parent = parentCode === undefined ? null : await manager.findOneBy(Agency, { code: parentCode });
    if (parentCode !== undefined && !parent) throw new NotFound('上级机构', parentCode);
    const [next]: { id: number }[] = await manager.query(
      "select nextval(pg_get_serial_sequence('agency', 'id')) as id",
    );
    const agencyId = next!.id;
    return this.database.transaction(agencyId, async (tx) => {
      await tx.query(
        'insert into agency (id, parent_id, code, name, created_at) overriding system value values ($1, $2, $3, $4, $5)',
        [agencyId, parent?.id ?? null, setup.code, setup.name, this.clock.now()],
      );
      await tx.query(`insert into audit_head (agency_id, seq, hash) values ($1, 0, '\\x00')`, [agencyId]);
      await this.audit.record(
        tx,
        { agencyId, userId: null },
        {
          act: 'agency.create',
          subjectType: 'agency',
          subjectId: agencyId,
          details: { code: setup.code, name: setup.name },
        },
      );
      await this.users.insert(
        tx,
        { agencyId, userId: null },
        { ...setup.administrator, roles: ['ADMINISTRATOR'] },
        false,
      );
      return { agencyId, code: setup.code, name: setup.name };
    });
  }
}

/** An empty secret opens nothing, not even where none is set. */
function sameSecret(given: string, kept: string): boolean {
  if (given === '') return false;
  const [one, other] = [Buffer.from(given), Buffer.from(kept)];
  return one.length === other.length && timingSafeEqual(one, other);
}
