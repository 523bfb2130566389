-- Whom a detection has to look at, by project. The one person asked for; or, of a version's payments or of all, whoever
-- was paid for a month after an event or a bound of the enrolment that may end it, and whoever has a claim that may have
-- fallen away. Persons whose every month is beyond doubt, which is nearly all, are not judged again.
with ended as (
  select person_id, min(happened_on) as from_on
  from life_event
  where agency_id = :agencyId::bigint and state = 'CONFIRMED' and kind in ('DEATH', 'CUSTODY', 'EMIGRATION', 'END_OF_ENTITLEMENT')
  group by person_id
), suspect as (
  select :personId::bigint as person_id where :personId::bigint is not null
  union
  select enrollment.person_id
  from entitlement paid
  join enrollment on enrollment.agency_id = paid.agency_id and enrollment.id = paid.enrollment_id
  left join ended on ended.person_id = enrollment.person_id
  where :personId::bigint is null and paid.agency_id = :agencyId::bigint and paid.state = 'IN_PAYMENT'
    and (:versionId::bigint is null or paid.version_id = :versionId::bigint)
    and (ended.from_on < paid.qualifying_on or enrollment.from_month > paid.qualifying_on
      or enrollment.until_month < date_trunc('month', paid.qualifying_on::timestamp))
  union
  select overpayment_case.person_id
  from overpaid_month month
  join overpayment_case on overpayment_case.agency_id = month.agency_id and overpayment_case.id = month.case_id
  where :personId::bigint is null and month.agency_id = :agencyId::bigint and month.standing <> 'WITHDRAWN'
    and (:versionId::bigint is null or month.version_id = :versionId::bigint)
)
select enrollment.project_id as "projectId", jsonb_agg(distinct suspect.person_id) as "personIds"
from suspect
join enrollment on enrollment.agency_id = :agencyId::bigint and enrollment.person_id = suspect.person_id
group by enrollment.project_id
order by enrollment.project_id
