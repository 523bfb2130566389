-- One telephone for many persons (多人共用电话): an agent may stand behind them.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (max_persons int)
), shared as (
  select phone_index, count(*) as persons from person
  where agency_id = :agencyId::bigint and phone_index is not null
  group by phone_index having count(*) > (select max_persons from asked)
)
select person.id, person.id, null::bigint, null::bigint, null::bigint[], jsonb_build_object('persons', shared.persons)
from shared
join person on person.agency_id = :agencyId::bigint and person.phone_index = shared.phone_index
