-- Invariant 1. Every live payment (of the current version of a batch not voided, neither failed nor reversed) is exactly
-- the entitlements bound to it; a second live payment of the same months would have none.
with live as (
  select payment.version_id, payment.serial, payment.amount_fen
  from payment_batch batch
  join payment on payment.agency_id = batch.agency_id and payment.version_id = batch.current_version_id
  where batch.agency_id = :agencyId::bigint and batch.state <> 'VOIDED'
    and not exists (
      select from payment_outcome dead
      where dead.agency_id = payment.agency_id and dead.version_id = payment.version_id and dead.serial = payment.serial
        and dead.outcome in ('FAILED', 'REVERSED')
    )
), bound as (
  select version_id, serial, sum(amount_fen)::bigint as amount_fen
  from entitlement where agency_id = :agencyId::bigint and version_id is not null group by version_id, serial
)
select count(*)::int as "checkedCount",
  (count(*) filter (where live.amount_fen is distinct from bound.amount_fen))::int as "violationCount"
from live full join bound using (version_id, serial)
