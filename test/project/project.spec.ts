import request from 'supertest';
import { AGENCIES } from '../../demo/projects';
import { findPayout, findProject, ProjectService } from '../../src/project/project.service';
import { openOffice, type Office } from '../support/office';
import { actsOn, aProject, bearerOf, opensNeighbour, setsUpProject } from '../support/office-registry';

describe('Setting up projects', () => {
  let office: Office;
  let projects: ProjectService;

  beforeAll(async () => {
    office = await openOffice();
    projects = office.get(ProjectService);
  });
  afterAll(() => office.closes());

  const seeds = AGENCIES.flatMap((agency) => agency.projects.map(({ project }) => project));

  it.each(seeds.map((seed) => [seed.name, seed] as const))(
    'takes %s over HTTP as it is configured and shows the same again',
    async (_, seed) => {
      const supervisor = await bearerOf(office, 'SUPERVISOR');

      const { status, body } = await request(await office.serves())
        .post('/api/v1/projects')
        .set('Authorization', supervisor)
        .set('Idempotency-Key', `set-up-${seed.code}`)
        .send(seed);

      expect({ status, code: body.code }).toEqual({ status: 201, code: seed.code });
      const benefits = seed.benefits.map((benefit) => ({
        ...benefit,
        id: expect.any(Number),
        rates: benefit.rates.map((rate) => ({ ...rate, documentNo: seed.policyBasis })),
      }));
      const shown = await projects.find(office.actor('CLERK'), body.id);
      expect(shown).toMatchObject({ ...seed, benefits: expect.arrayContaining(benefits) });
      expect(shown.benefits).toHaveLength(benefits.length);
      expect(await actsOn(office, 'project', body.id)).toEqual(['project.create']);
    },
  );

  it.each`
    what                         | change                                                                                                  | field
    ${'an unknown field'}        | ${{ colour: 'red' }}                                                                                    | ${'colour'}
    ${'an unknown fund nature'}  | ${{ fundNature: 'GIFT' }}                                                                               | ${'fundNature'}
    ${'no word about the cycle'} | ${{ verificationCycleMonths: undefined }}                                                               | ${'verificationCycleMonths'}
    ${'a cycle of no months'}    | ${{ verificationCycleMonths: 0 }}                                                                       | ${'verificationCycleMonths'}
    ${'half a fen'}              | ${{ benefits: [{ ...aProject().benefits[0], rates: [{ amountFen: 0.5, effectiveFrom: '2025-01' }] }] }} | ${'amountFen'}
  `('refuses a request with $what', async ({ change, field }) => {
    const { status, body } = await request(await office.serves())
      .post('/api/v1/projects')
      .set('Authorization', await bearerOf(office, 'SUPERVISOR'))
      .set('Idempotency-Key', `wrong-shape-${field}`)
      .send({ ...aProject(), ...change });

    expect({ status, code: body.code }).toEqual({ status: 400, code: 'request_invalid' });
    expect(body.detail).toContain(field);
  });

  it('is the supervisor’s alone', async () => {
    const { status } = await request(await office.serves())
      .post('/api/v1/projects')
      .set('Authorization', await bearerOf(office, 'CLERK'))
      .set('Idempotency-Key', 'clerk-sets-up')
      .send(aProject());

    expect(status).toBe(403);
  });

  it('refuses a second project of the same code and leaves nothing of it behind', async () => {
    const project = await setsUpProject(office, { code: 'twice' });

    await expect(setsUpProject(office, { code: 'twice' })).rejects.toMatchObject({
      code: 'project_code_taken',
    });

    const [row] = await office.asks<{ count: number }>(
      `select count(*)::int as count from benefit where project_id >= $1`,
      [project.id],
    );
    expect(row!.count).toBe(2);
  });

  it('adds a rate from a month on, with its document', async () => {
    const { id } = await setsUpProject(office, { code: 'raised' });

    const raised = await projects.addRate(office.actor('SUPERVISOR'), id, {
      benefitCode: 'monthly',
      amountFen: 150_00,
      effectiveFrom: '2025-07',
      documentNo: '新财社〔2025〕9号',
    });

    expect(raised.benefits[0]!.rates).toEqual([
      { effectiveFrom: '2023-01', amountFen: 120_00, documentNo: '新政办发〔2010〕168号' },
      { effectiveFrom: '2025-07', amountFen: 150_00, documentNo: '新财社〔2025〕9号' },
    ]);
    expect(await actsOn(office, 'project', id)).toEqual(['project.create', 'project.add-rate']);
  });

  it.each`
    what                    | change                          | code
    ${'the month it has'}   | ${{ effectiveFrom: '2023-01' }} | ${'rate_already_set'}
    ${'an unknown benefit'} | ${{ benefitCode: 'bonus' }}     | ${'project_invalid'}
    ${'no month'}           | ${{ effectiveFrom: 'July' }}    | ${'project_invalid'}
    ${'nothing'}            | ${{ amountFen: 0 }}             | ${'project_invalid'}
  `('refuses a rate for $what', async ({ change, code }) => {
    const { id } = await setsUpProject(office, { code: `rate-${Object.values(change)[0]}`.toLowerCase() });
    const rate = { benefitCode: 'monthly', amountFen: 1, effectiveFrom: '2025-07', documentNo: '9号' };

    const refused = projects.addRate(office.actor('SUPERVISOR'), id, { ...rate, ...change });

    await expect(refused).rejects.toMatchObject({ code });
  });

  it('plans another payout, and refuses its number a second time', async () => {
    const { id } = await setsUpProject(office, { code: 'planned' });
    const payout = { ...aProject().payouts[0]!, sequence: 2, coversFrom: '2025-02', coversUntil: '2025-03' };

    const planned = await projects.addPayout(office.actor('SUPERVISOR'), id, payout);

    expect(planned.payouts.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(planned.payouts[1]).toMatchObject({ ...payout, benefitCodes: ['monthly'] });
    expect(await actsOn(office, 'project', id)).toEqual(['project.create', 'project.add-payout']);
    const sameNumber = { ...payout, coversFrom: '2025-04', coversUntil: '2025-04' };
    await expect(projects.addPayout(office.actor('SUPERVISOR'), id, sameNumber)).rejects.toMatchObject({
      code: 'payout_number_taken',
    });
    await expect(
      projects.addPayout(office.actor('SUPERVISOR'), id, { ...payout, benefitCodes: ['yearly'] }),
    ).rejects.toMatchObject({ code: 'project_invalid' });
  });

  it('shows another agency nothing', async () => {
    const { id, payouts } = await setsUpProject(office, { code: 'ours' });
    const stranger = await opensNeighbour(office);
    const asStranger = office.db.database;

    expect(await projects.list(stranger)).toEqual([]);
    await expect(projects.find(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    await asStranger.transaction(stranger.agencyId, async (tx) => {
      await expect(findProject(tx, stranger.agencyId, id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(findPayout(tx, office.agencyId, payouts[0]!.id)).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });
});
