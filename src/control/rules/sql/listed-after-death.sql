-- In the batch for months after a death that was recorded since it was compiled (批次含死亡后月份).
with died as (
  select person_id, min(happened_on) as died_on from life_event
  where agency_id = :agencyId::bigint and kind = 'DEATH' and state = 'CONFIRMED' and jsonb_array_length(:asked::jsonb) > 0
  group by person_id
)
select enrollment.id, enrollment.person_id, enrollment.project_id, screened.batch_id, null::bigint[],
  jsonb_build_object('diedOn', died.died_on, 'months', count(distinct entitlement.period))
from died
join enrollment on enrollment.agency_id = :agencyId::bigint and enrollment.person_id = died.person_id
join entitlement on entitlement.agency_id = enrollment.agency_id and entitlement.enrollment_id = enrollment.id
  and entitlement.qualifying_on > died.died_on
join screened_batch screened on screened.version_id = entitlement.version_id
group by enrollment.id, enrollment.person_id, enrollment.project_id, screened.batch_id, died.died_on
