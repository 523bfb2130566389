-- What a data comparison suspects of one person and nobody has decided yet.
select id, kind, suspected_on as "suspectedOn"
from suspicion
where agency_id = :agencyId::bigint and person_id = :personId::bigint and state not in ('CONFIRMED', 'CLEARED')
order by id
