import { AuditService } from '../../src/audit/audit.service';
import { openOffice, type Office } from '../support/office';
import { asOwner } from '../support/office-money';

describe('The audit log', () => {
  let office: Office;
  let audit: AuditService;

  beforeEach(async () => {
    office = await openOffice();
    audit = office.get(AuditService);
  });
  afterEach(() => office.closes());

  const records = (act: string) =>
    office.db.database.transaction(office.agencyId, (tx) =>
      audit.record(tx, office.actor('CLERK'), { act, subjectType: 'batch', subjectId: 1, details: { act } }),
    );
  const tampers = (sql: string) =>
    asOwner(office, async (client) => {
      await client.query('alter table audit_entry disable trigger audit_entry_append_only');
      await client.query(sql);
      await client.query('alter table audit_entry enable trigger audit_entry_append_only');
    });

  it('is one unbroken chain, also when acts are recorded at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => records(`act-${index}`)));
    const { entryCount, brokenSeq } = await audit.verify(office.agencyId);

    expect(brokenSeq).toBeNull();
    expect(entryCount).toBeGreaterThanOrEqual(20);
  });

  it.each`
    what                                | sql                                                                                                                                             | brokenSeq
    ${'changed details'}                | ${`update audit_entry set details = '{"act": "other"}' where seq = 5`}                                                                          | ${5}
    ${'a changed user'}                 | ${'update audit_entry set user_id = null where seq = 4'}                                                                                        | ${4}
    ${'a changed time'}                 | ${`update audit_entry set at = at + interval '1 microsecond' where seq = 3`}                                                                    | ${3}
    ${'a removed entry'}                | ${'delete from audit_entry where seq = 6'}                                                                                                      | ${7}
    ${'a removed end'}                  | ${'delete from audit_entry where seq = (select max(seq) from audit_entry)'}                                                                     | ${'the head'}
    ${'an entry hashed anew by itself'} | ${`update audit_entry set act = 'x', hash = audit_hash(previous_hash, seq, at, user_id, 'x', subject_type, subject_id, details) where seq = 5`} | ${6}
  `('names the first broken link: $what', async ({ sql, brokenSeq }) => {
    const { entryCount } = await audit.verify(office.agencyId);
    await tampers(sql);

    expect((await audit.verify(office.agencyId)).brokenSeq).toBe(
      brokenSeq === 'the head' ? entryCount : brokenSeq,
    );
  });

  it.each(['update audit_entry set act = act', 'delete from audit_entry', 'truncate audit_entry'])(
    'refuses “%s” to the application and to the owner alike',
    async (sql) => {
      await expect(office.asks(sql)).rejects.toThrow(/permission denied|append-only/);
      await expect(asOwner(office, (client) => client.query(sql))).rejects.toThrow(
        'audit_entry is append-only',
      );
    },
  );

  it('keeps no entry of an act that was rolled back', async () => {
    const { entryCount } = await audit.verify(office.agencyId);
    const failing = office.db.database.transaction(office.agencyId, async (tx) => {
      await audit.record(tx, office.actor('CLERK'), { act: 'lost', subjectType: 'batch', subjectId: 1 });
      throw new Error('rolled back');
    });

    await expect(failing).rejects.toThrow('rolled back');
    expect(await audit.verify(office.agencyId)).toEqual({ entryCount, brokenSeq: null });
  });
});
