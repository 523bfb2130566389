-- Keeps the cases of some persons that wait to be determined from being confirmed meanwhile: what is found joins a case
-- before its sum is ordered, or opens another, and never changes what two users have agreed on.
select count(*)::int as "lockCount"
from (
  select id from overpayment_case
  where agency_id = :agencyId::bigint and person_id = any(:personIds::bigint[]) and state = :state::text
  order by id
  for update
) waiting
