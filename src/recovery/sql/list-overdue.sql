-- What should have come back by a day and has not: of an instalment agreement, the due dates before that day that what came
-- back after signing does not cover; of an order without agreement, or handed over, all that is open once its day has passed.
-- Never more than is open.
with of_case as (
  select overpayment_case.*,
    coalesce((
      select sum(entry.amount_fen) from recovery_entry entry
      join overpaid_month month on month.agency_id = entry.agency_id and month.id = entry.month_id and month.standing = 'CLAIMED'
      where entry.agency_id = overpayment_case.agency_id and entry.case_id = overpayment_case.id and entry.happened_on <= :asOf::date
    ), 0) as came_fen
  from overpayment_case
  where agency_id = :agencyId::bigint and id > :afterId::bigint and state in ('ORDERED', 'IN_INSTALMENTS', 'TRANSFERRED')
    and claimed_fen > recovered_fen
), due as (
  select of_case.id, instalment.due_on, instalment.amount_fen,
    sum(instalment.amount_fen) over (partition by of_case.id order by instalment.seq rows unbounded preceding)
      - (of_case.came_fen - agreement.recovered_before_fen) as uncovered_fen
  from of_case
  join repayment_agreement agreement on agreement.agency_id = of_case.agency_id and agreement.case_id = of_case.id
    and agreement.state = 'ACTIVE' and agreement.kind = 'INSTALMENTS'
  join instalment on instalment.agency_id = agreement.agency_id and instalment.agreement_id = agreement.id
  where of_case.state = 'IN_INSTALMENTS' and instalment.due_on < :asOf::date
  union all
  select id, repay_by, claimed_fen, claimed_fen - came_fen
  from of_case
  where state <> 'IN_INSTALMENTS' and repay_by < :asOf::date
)
select of_case.id as "caseId", person.id as "personId", person.name as "personName", person.citizen_id_tail as "citizenIdTail",
  of_case.state, min(due.due_on) as "dueOn", sum(due.amount_fen)::bigint as "dueFen",
  least(max(due.uncovered_fen), of_case.claimed_fen - of_case.came_fen)::bigint as "overdueFen", :asOf::date - min(due.due_on) as "daysLate"
from of_case
join due on due.id = of_case.id and due.uncovered_fen > 0
join person on person.agency_id = of_case.agency_id and person.id = of_case.person_id
group by of_case.id, of_case.state, of_case.claimed_fen, of_case.came_fen, person.id, person.name, person.citizen_id_tail
having of_case.claimed_fen > of_case.came_fen
order by of_case.id
limit :limit::int
