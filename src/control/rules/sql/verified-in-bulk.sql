-- Many verifications recorded by one user within minutes (短时间批量认证): nobody sees so many persons so fast.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, max_count int, minutes int)
), counted as (
  select recorded_by, (recorded_at at time zone 'Asia/Shanghai')::date as on_day,
    count(*) over (partition by recorded_by order by recorded_at
      range between (select make_interval(mins => minutes) from asked) preceding and current row) as within
  from verification
  where agency_id = :agencyId::bigint and import_id is null and channel in ('COUNTER', 'COMMUNITY', 'HOME_VISIT', 'OVERSEAS')
    and recorded_at >= (select today - 366 from asked)
)
select recorded_by, null::bigint, null::bigint, null::bigint, array[recorded_by],
  jsonb_build_object('on', on_day, 'count', max(within))
from counted
group by recorded_by, on_day
having max(within) > (select max_count from asked)
