-- Funding lines with their budget at the start of the year and now, the balance of each account, and the rates a
-- supervisor watches. Rates are in basis points (万分之一), rounded half up; elapsed time is capped at the window.
select line.id, line.project_id as "projectId", line.fiscal_year as "fiscalYear", line.code, line.name, line.source,
  line.function_code as "functionCode", line.window_from as "windowFrom", line.window_until as "windowUntil",
  line.may_finance_from as "mayFinanceFrom", line.may_finance_until as "mayFinanceUntil",
  coalesce(document.initial_fen, 0)::bigint as "initialBudgetFen",
  coalesce(document.full_year_fen, 0)::bigint as "fullYearBudgetFen",
  balance.available_fen as "availableFen", balance.committed_fen as "committedFen",
  balance.in_transit_fen as "inTransitFen", balance.paid_fen as "paidFen",
  balance.returned_fen as "returnedToTreasuryFen",
  case when document.full_year_fen > 0 then round(balance.paid_fen * 10000.0 / document.full_year_fen)::int end as "executionRateBp",
  round(10000.0 * greatest(0, least(:today::date, line.window_until) - line.window_from + 1)
    / (line.window_until - line.window_from + 1))::int as "elapsedRateBp"
from funding_line line
join lateral (
  select
    sum(balance_fen) filter (where account = 'AVAILABLE')::bigint as available_fen,
    sum(balance_fen) filter (where account = 'COMMITTED')::bigint as committed_fen,
    sum(balance_fen) filter (where account = 'IN_TRANSIT')::bigint as in_transit_fen,
    sum(balance_fen) filter (where account = 'PAID')::bigint as paid_fen,
    sum(balance_fen) filter (where account = 'RETURNED_TO_TREASURY')::bigint as returned_fen
  from funding_balance balance
  where balance.agency_id = line.agency_id and balance.funding_line_id = line.id
) balance on true
left join lateral (
  select sum(amount_fen) filter (where kind = 'INITIAL') as initial_fen,
    sum(case kind when 'CUT' then -amount_fen else amount_fen end) as full_year_fen
  from funding_document document
  where document.agency_id = line.agency_id and document.funding_line_id = line.id
) document on true
where line.agency_id = :agencyId::bigint
  and (:projectId::bigint is null or line.project_id = :projectId::bigint)
  and (:fiscalYear::int is null or line.fiscal_year = :fiscalYear::int)
order by line.fiscal_year, line.code
