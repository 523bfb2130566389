-- Verifications in person recorded at night or on a day off (非工作时间认证).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, days_off date[], from_hour int, until_hour int)
), recorded as (
  select recorded_by, recorded_at at time zone 'Asia/Shanghai' as at
  from verification
  where agency_id = :agencyId::bigint and import_id is null and channel in ('COUNTER', 'COMMUNITY', 'HOME_VISIT', 'OVERSEAS')
    and recorded_at >= (select today - 366 from asked)
)
select recorded.recorded_by, null::bigint, null::bigint, null::bigint, array[recorded.recorded_by],
  jsonb_build_object('on', recorded.at::date, 'count', count(*))
from asked
cross join recorded
where extract(hour from recorded.at) < asked.from_hour or extract(hour from recorded.at) >= asked.until_hour
  or recorded.at::date = any(asked.days_off)
group by recorded.recorded_by, recorded.at::date
