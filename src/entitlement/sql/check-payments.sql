-- Set-wise integrity of a version, in place of a foreign key per line: every payment is the sum of the entitlements
-- bound to it, and every bound entitlement has its payment.
with bound as (
  select serial, sum(amount_fen)::bigint as amount_fen
  from entitlement
  where agency_id = :agencyId::bigint and version_id = :versionId::bigint
  group by serial
)
select count(*)::int as "faultCount"
from bound
full join (
  select serial, amount_fen from payment where agency_id = :agencyId::bigint and version_id = :versionId::bigint
) line on line.serial = bound.serial
where bound.amount_fen is distinct from line.amount_fen
