-- Invariant 2. For every payout whose regular batch was compiled, each person enrolled in its months has an entitlement
-- for each of them, in some state; and the states add up to what is owed, person by person.
with expected as (
  select enrollment.id as enrollment_id, benefit.id as benefit_id, benefit.basis, month.period
  from payment_batch batch
  join payout on payout.agency_id = batch.agency_id and payout.id = batch.payout_id
  join project on project.agency_id = batch.agency_id and project.id = batch.project_id
  join payout_benefit on payout_benefit.agency_id = payout.agency_id and payout_benefit.payout_id = payout.id
  join benefit on benefit.agency_id = payout.agency_id and benefit.id = payout_benefit.benefit_id
  cross join lateral (
    select generated::date as period from generate_series(payout.covers_from,
      case benefit.frequency when 'MONTHLY' then payout.covers_until else payout.covers_from end, interval '1 month') generated
  ) month
  join enrollment on enrollment.agency_id = batch.agency_id and enrollment.project_id = batch.project_id
    and enrollment.from_month <= coalesce(case benefit.frequency when 'YEARLY' then payout.qualifying_on end, month.period)
    and coalesce(enrollment.until_month, 'infinity')
      >= date_trunc('month', coalesce(case benefit.frequency when 'YEARLY' then payout.qualifying_on end, month.period))::date
  where batch.agency_id = :agencyId::bigint and batch.kind = 'REGULAR'
    and batch.state not in ('DRAFT', 'VOIDED') and batch.current_version_id is not null
)
-- Asked row by row through the primary key: right after a large import the tables have no statistics, and a join would
-- be planned for one row (measured: 12 s for 13,000 rows).
select count(*)::int as "checkedCount",
  (count(*) filter (where not exists (
    select from entitlement
    where entitlement.agency_id = :agencyId::bigint and entitlement.benefit_id = expected.benefit_id
      and entitlement.period = expected.period and entitlement.enrollment_id = expected.enrollment_id and entitlement.adjustment_no = 0
  ) and not (expected.basis = 'INDIVIDUAL' and not exists (
    select from enrollment_amount amount
    where amount.agency_id = :agencyId::bigint and amount.enrollment_id = expected.enrollment_id
      and amount.benefit_id = expected.benefit_id and amount.effective_from <= expected.period
  ))))::int as "violationCount"
from expected
