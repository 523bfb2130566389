-- The enrolments of a project with the person and the current account, by enrolment key.
select enrollment.id, person.id as "personId", person.citizen_id as "citizenId", person.name,
  to_char(enrollment.from_month, 'YYYY-MM') as "fromMonth", to_char(enrollment.until_month, 'YYYY-MM') as "untilMonth",
  enrollment.employer, enrollment.retired_on as "retiredOn", account.account_tail as "accountTail",
  account.payee_name as "payeeName", account.payee_relation as "payeeRelation", account.bank_name as "bankName"
from enrollment
join person on person.agency_id = :agencyId and person.id = enrollment.person_id
left join bank_account account on account.agency_id = :agencyId and account.person_id = person.id
  and account.state = 'CONFIRMED' and account.effective_until is null
where enrollment.agency_id = :agencyId and enrollment.project_id = :projectId
  and enrollment.id > :after
  and (:nameKey::text is null or position(:nameKey in person.name_key) > 0)
order by enrollment.id
limit :limit
