-- A result the bank has not cleared up for days (结果不明久未查清): nothing more is paid to the person meanwhile.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, days int)
), unknown as materialized (
  select outcome.version_id, outcome.serial, (bank_return.received_at at time zone 'Asia/Shanghai')::date as since
  from asked
  cross join payment_outcome outcome
  join bank_return on bank_return.agency_id = outcome.agency_id and bank_return.id = outcome.return_id
  where outcome.agency_id = :agencyId::bigint and outcome.outcome = 'UNKNOWN'
    and (bank_return.received_at at time zone 'Asia/Shanghai')::date < asked.today - asked.days
    and not exists (
      select from payment_outcome later
      where later.agency_id = outcome.agency_id and later.version_id = outcome.version_id and later.serial = outcome.serial
        and later.seq > outcome.seq
    )
)
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('since', unknown.since, 'versionId', unknown.version_id, 'serial', unknown.serial)
from unknown
join payment on payment.agency_id = :agencyId::bigint and payment.version_id = unknown.version_id
  and payment.serial = unknown.serial and payment.version_id = any(array(select version_id from unknown))
join enrollment on enrollment.agency_id = payment.agency_id and enrollment.id = payment.enrollment_id
