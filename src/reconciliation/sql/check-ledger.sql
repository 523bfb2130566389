-- The balances of every funding line beside what its entries add up to. Invariant 5: they are equal, account by account,
-- and the six of a line add up to zero.
select line.id as "fundingLineId", line.code, line.name, line.fiscal_year as "fiscalYear",
  jsonb_agg(jsonb_build_object('account', account.account, 'balanceFen', account.balance_fen, 'ledgerFen', account.ledger_fen)
    order by account.account) as accounts,
  sum(account.balance_fen)::bigint as "sumFen",
  bool_and(account.balance_fen = account.ledger_fen) and sum(account.balance_fen) = 0 as balanced
from funding_line line
cross join lateral (
  select balance.account, balance.balance_fen,
    coalesce((
      select sum(case when entry.to_account = balance.account then entry.amount_fen else -entry.amount_fen end)
      from ledger_entry entry
      where entry.agency_id = balance.agency_id and entry.funding_line_id = balance.funding_line_id
        and balance.account in (entry.from_account, entry.to_account)
    ), 0)::bigint as ledger_fen
  from funding_balance balance
  where balance.agency_id = line.agency_id and balance.funding_line_id = line.id
) account
where line.agency_id = :agencyId::bigint
group by line.id, line.code, line.name, line.fiscal_year
order by line.fiscal_year, line.code
