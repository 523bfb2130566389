-- Refused or sent back by the bank and not put right (失败、退汇久未更正).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, days int)
)
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('sentOn', min(batch.sent_on), 'amountFen', sum(entitlement.amount_fen))
from asked
cross join entitlement
join payment_batch batch on batch.agency_id = entitlement.agency_id and batch.current_version_id = entitlement.failed_version_id
  and batch.sent_on < asked.today - asked.days
join enrollment on enrollment.agency_id = entitlement.agency_id and enrollment.id = entitlement.enrollment_id
where entitlement.agency_id = :agencyId::bigint and entitlement.state = 'FAILED'
group by enrollment.id, enrollment.person_id, enrollment.project_id
