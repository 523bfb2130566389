-- Invariant 7. What a bank left unknown is still bound to its payment, whole: nobody was paid again in its place.
with unknown as (
  select payment.version_id, payment.serial, payment.amount_fen
  from payment_outcome outcome
  join payment on payment.agency_id = outcome.agency_id and payment.version_id = outcome.version_id and payment.serial = outcome.serial
  where outcome.agency_id = :agencyId::bigint and outcome.outcome = 'UNKNOWN'
    and not exists (
      select from payment_outcome later
      where later.agency_id = outcome.agency_id and later.version_id = outcome.version_id
        and later.serial = outcome.serial and later.seq > outcome.seq
    )
)
select count(*)::int as "checkedCount",
  (count(*) filter (where unknown.amount_fen is distinct from (
    select sum(bound.amount_fen) from entitlement bound
    where bound.agency_id = :agencyId::bigint and bound.version_id = unknown.version_id and bound.serial = unknown.serial
  )))::int as "violationCount"
from unknown
