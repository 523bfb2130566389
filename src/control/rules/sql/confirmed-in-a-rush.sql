-- Changes confirmed one after the other within a minute (复核过快): nobody reads so fast.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, max_count int, seconds int)
), confirmed as (
  select confirmed_by, confirmed_at from bank_account
  where agency_id = :agencyId::bigint and state = 'CONFIRMED' and import_id is null
    and confirmed_at >= (select today - 366 from asked)
  union all
  select confirmed_by, confirmed_at from life_event
  where agency_id = :agencyId::bigint and state = 'CONFIRMED' and confirmed_at >= (select today - 366 from asked)
), counted as (
  select confirmed_by, (confirmed_at at time zone 'Asia/Shanghai')::date as on_day,
    count(*) over (partition by confirmed_by order by confirmed_at
      range between (select make_interval(secs => seconds) from asked) preceding and current row) as within
  from confirmed
)
select confirmed_by, null::bigint, null::bigint, null::bigint, array[confirmed_by],
  jsonb_build_object('on', on_day, 'count', max(within))
from counted
group by confirmed_by, on_day
having max(within) > (select max_count from asked)
