-- Cases that take from the payments of an enrolment of which nothing more will be paid: who pays has died or left.
select deduction.case_id as "caseId"
from deduction
join enrollment on enrollment.agency_id = deduction.agency_id and enrollment.id = deduction.enrollment_id
where deduction.agency_id = :agencyId::bigint and deduction.state = 'ACTIVE' and enrollment.person_id = any(:personIds::bigint[])
  and (enrollment.until_month < date_trunc('month', :today::timestamp) or exists (
    select from life_event event
    where event.agency_id = enrollment.agency_id and event.person_id = enrollment.person_id and event.state = 'CONFIRMED'
      and event.kind in ('DEATH', 'EMIGRATION', 'END_OF_ENTITLEMENT')
      and coalesce(event.project_id, enrollment.project_id) = enrollment.project_id
  ))
