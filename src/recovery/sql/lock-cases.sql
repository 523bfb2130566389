-- Keeps the cases of some persons as they are while what they claim is brought into line: what is found joins a case before
-- its sum is ordered, or opens another, and no agreement is made on a sum that is changing.
select count(*)::int as "lockCount"
from (
  select id from overpayment_case
  where agency_id = :agencyId::bigint and person_id = any(:personIds::bigint[])
  order by id
  for update
) held
