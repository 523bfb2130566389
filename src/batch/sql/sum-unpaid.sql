-- The reasons of the same list with their numbers.
select entitlement.state, entitlement.reason, count(distinct entitlement.enrollment_id)::int as "personCount",
  count(*)::int as "entitlementCount", sum(entitlement.amount_fen)::bigint as "amountFen"
from payment_batch batch
join payout on payout.agency_id = batch.agency_id and payout.id = batch.payout_id
join benefit on benefit.agency_id = batch.agency_id and benefit.project_id = batch.project_id
join entitlement on entitlement.agency_id = batch.agency_id and entitlement.benefit_id = benefit.id
  and entitlement.period <= payout.covers_until and entitlement.state <> 'IN_PAYMENT'
  and entitlement.deduction_id is null
where batch.agency_id = :agencyId::bigint and batch.id = :batchId::bigint
group by entitlement.state, entitlement.reason
order by entitlement.state, entitlement.reason
