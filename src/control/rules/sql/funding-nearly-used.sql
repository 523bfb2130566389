-- A funding line of which little is left before its window closes (预算指标即将用尽).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (project_id bigint, today date, percent int)
)
select line.id, null::bigint, line.project_id, null::bigint, null::bigint[],
  jsonb_build_object('line', line.name, 'fiscalYear', line.fiscal_year, 'percent', asked.percent)
from asked
join funding_line line on line.agency_id = :agencyId::bigint and line.project_id = asked.project_id
  and asked.today between line.window_from and line.window_until
join funding_balance budget on budget.agency_id = line.agency_id and budget.funding_line_id = line.id
  and budget.account = 'APPROPRIATION' and budget.balance_fen < 0
join funding_balance available on available.agency_id = line.agency_id and available.funding_line_id = line.id
  and available.account = 'AVAILABLE'
where available.balance_fen * 100 < -budget.balance_fen * asked.percent
