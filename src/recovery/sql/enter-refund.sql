-- Takes what is given back from the months of the case that are not claimed any more, oldest first, out of where it had gone:
-- the line, or the treasury. Sums it by movement of the ledger.
with refund as (
  select * from repayment where agency_id = :agencyId::bigint and id = :repaymentId::bigint
), surplus as (
  select month.id as month_id, month.funding_line_id, entry.returned_to, sum(entry.amount_fen) as fen,
    sum(sum(entry.amount_fen)) over (order by month.period, month.id, entry.returned_to rows unbounded preceding) as until_fen
  from refund
  join overpaid_month month on month.agency_id = refund.agency_id and month.case_id = refund.case_id and month.standing <> 'CLAIMED'
  join recovery_entry entry on entry.agency_id = month.agency_id and entry.month_id = month.id
  group by month.id, month.period, month.funding_line_id, entry.returned_to
  having sum(entry.amount_fen) > 0
), given as (
  insert into recovery_entry (agency_id, case_id, month_id, funding_line_id, returned_to, amount_fen, happened_on, repayment_id, entered_at)
  select refund.agency_id, refund.case_id, surplus.month_id, surplus.funding_line_id, surplus.returned_to,
    -(least(refund.amount_fen, surplus.until_fen) - (surplus.until_fen - surplus.fen)), refund.happened_on, refund.id, :now::timestamptz
  from refund
  join surplus on surplus.until_fen - surplus.fen < refund.amount_fen
  returning id, case_id, funding_line_id, returned_to, amount_fen
)
select funding_line_id as "fundingLineId",
  case returned_to when 'AVAILABLE' then 'REPAYMENT_UNDONE' else 'REPAYMENT_UNDONE_LATE' end as event,
  min(id) as "firstEntryId", -sum(amount_fen)::bigint as "amountFen", jsonb_agg(distinct case_id) as "caseIds"
from given
group by funding_line_id, returned_to
order by funding_line_id, returned_to
