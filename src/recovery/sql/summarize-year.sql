-- Recovery of one year: what was opened, ordered, recovered and closed in it, and what is open and overdue today whenever it
-- began. Overdue as in `list-overdue.sql`.
with of_agency as (
  select overpayment_case.*, extract(year from opened_on) = :year::int as is_opened, extract(year from ordered_on) = :year::int as is_ordered,
    extract(year from closed_on) = :year::int as is_closed
  from overpayment_case where agency_id = :agencyId::bigint
), entry as (
  select coalesce(sum(amount_fen), 0)::bigint as came_fen,
    coalesce(sum(amount_fen) filter (where returned_to = 'AVAILABLE'), 0)::bigint as line_fen,
    coalesce(sum(amount_fen) filter (where returned_to = 'RETURNED_TO_TREASURY'), 0)::bigint as treasury_fen
  from recovery_entry where agency_id = :agencyId::bigint and extract(year from happened_on) = :year::int
), overdue as (
  select count(*)::int as overdue_count, coalesce(sum(least(greatest(by_schedule.fen, by_order.fen), open.fen)), 0)::bigint as overdue_fen
  from of_agency
  cross join lateral (select of_agency.claimed_fen - of_agency.recovered_fen as fen) open
  cross join lateral (
    select case when of_agency.state in ('ORDERED', 'TRANSFERRED') and of_agency.repay_by < :today::date then open.fen else 0 end as fen
  ) by_order
  left join lateral (
    select sum(instalment.amount_fen) - (of_agency.recovered_fen - agreement.recovered_before_fen) as fen
    from repayment_agreement agreement
    join instalment on instalment.agency_id = agreement.agency_id and instalment.agreement_id = agreement.id and instalment.due_on < :today::date
    where agreement.agency_id = of_agency.agency_id and agreement.case_id = of_agency.id and agreement.state = 'ACTIVE'
      and of_agency.state = 'IN_INSTALMENTS'
    group by agreement.recovered_before_fen
  ) by_schedule on true
  where open.fen > 0 and greatest(by_schedule.fen, by_order.fen) > 0
)
select :year::int as year, (count(*) filter (where is_opened))::int as "openedCount",
  coalesce(sum(claimed_fen) filter (where is_opened), 0)::bigint as "openedFen",
  (count(*) filter (where is_ordered))::int as "orderedCount", coalesce(sum(ordered_fen) filter (where is_ordered), 0)::bigint as "orderedFen",
  entry.came_fen as "recoveredFen", entry.line_fen as "returnedToLineFen", entry.treasury_fen as "returnedToTreasuryFen",
  (count(*) filter (where is_closed and state = 'SETTLED'))::int as "settledCount",
  (count(*) filter (where state = 'TRANSFERRED'))::int as "transferredCount",
  (count(*) filter (where is_closed and state = 'CANCELLED'))::int as "cancelledCount",
  (count(*) filter (where claimed_fen > recovered_fen))::int as "openCount",
  coalesce(sum(of_agency.claimed_fen - of_agency.recovered_fen), 0)::bigint as "openFen", coalesce(sum(owed_back_fen), 0)::bigint as "owedBackFen",
  overdue.overdue_count as "overdueCount", overdue.overdue_fen as "overdueFen"
from entry
cross join overdue
left join of_agency on true
group by entry.came_fen, entry.line_fen, entry.treasury_fen, overdue.overdue_count, overdue.overdue_fen
