-- Month-over-month control (环比核对): who is in this version against who was in the project's previous sent batch, and
-- why each difference is there, into the temporary table `control_line`. 上期 + 新增 + 恢复 - 暂停 - 终止 = 本期 holds for
-- persons by construction of the five groups, and for money with the change of those who are in both.
create temporary table control_line on commit drop as
with batch as (
  select batch.agency_id, batch.id, batch.project_id, batch.current_version_id as version_id, payout.covers_from,
    payout.covers_until
  from payment_batch batch
  join payout on payout.agency_id = batch.agency_id and payout.id = batch.payout_id
  where batch.agency_id = :agencyId::bigint and batch.id = :batchId::bigint
), previous as (
  select earlier.current_version_id as version_id, payout.covers_until
  from batch
  join payment_batch earlier on earlier.agency_id = batch.agency_id and earlier.project_id = batch.project_id
    and earlier.kind = 'REGULAR' and earlier.id < batch.id and earlier.sent_on is not null
  join payout on payout.agency_id = earlier.agency_id and payout.id = earlier.payout_id
  order by earlier.id desc limit 1
), now_paid as (
  select payment.enrollment_id, payment.amount_fen from batch
  join payment on payment.agency_id = batch.agency_id and payment.version_id = batch.version_id
), then_paid as (
  select payment.enrollment_id, payment.amount_fen from batch cross join previous
  join payment on payment.agency_id = batch.agency_id and payment.version_id = previous.version_id
)
select coalesce(now_paid.enrollment_id, then_paid.enrollment_id) as enrollment_id,
  coalesce(then_paid.amount_fen, 0) as then_fen, coalesce(now_paid.amount_fen, 0) as now_fen,
  case
    when then_paid.enrollment_id is not null and now_paid.enrollment_id is not null then 'KEPT'
    -- Owed something before and not paid last time: resumed. Never owed anything before: new.
    when then_paid.enrollment_id is null and exists (
      select from entitlement known
      where known.agency_id = batch.agency_id and known.project_id = batch.project_id
        and known.enrollment_id = now_paid.enrollment_id and known.period <= previous.covers_until
    ) then 'RESUMED'
    when then_paid.enrollment_id is null then 'ADDED'
    -- Still owed for this payout, though not paid with it: withheld. Cancelled, or no longer enrolled: ended.
    when exists (
      select from entitlement owed
      where owed.agency_id = batch.agency_id and owed.project_id = batch.project_id and owed.state <> 'CANCELLED'
        and owed.period between batch.covers_from and batch.covers_until
        and owed.enrollment_id = then_paid.enrollment_id
    ) then 'WITHHELD'
    else 'ENDED'
  end as change
from now_paid
full join then_paid on then_paid.enrollment_id = now_paid.enrollment_id
cross join batch
left join previous on true
