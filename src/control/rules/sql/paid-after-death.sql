-- Paid for months after a death (死亡后仍发放), beyond the funeral months that are not claimed back.
with died as (
  select person_id, min(happened_on) as died_on from life_event
  where agency_id = :agencyId::bigint and kind = 'DEATH' and state = 'CONFIRMED' and jsonb_array_length(:asked::jsonb) > 0
  group by person_id
)
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('diedOn', died.died_on, 'months', count(distinct entitlement.period),
    'amountFen', sum(entitlement.amount_fen))
from died
join enrollment on enrollment.agency_id = :agencyId::bigint and enrollment.person_id = died.person_id
join project on project.agency_id = enrollment.agency_id and project.id = enrollment.project_id
join entitlement on entitlement.agency_id = enrollment.agency_id and entitlement.enrollment_id = enrollment.id
  and entitlement.state = 'IN_PAYMENT'
  and entitlement.qualifying_on > died.died_on + make_interval(months => project.funeral_months)
join payment_batch batch on batch.agency_id = entitlement.agency_id and batch.current_version_id = entitlement.version_id
  and batch.sent_on is not null
group by enrollment.id, enrollment.person_id, enrollment.project_id, died.died_on
