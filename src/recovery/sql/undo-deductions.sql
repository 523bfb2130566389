-- Takes back what was entered for deductions whose payment a bank has sent back since, entry by entry, and sums it by
-- movement of the ledger. Whatever would have to be taken from one of the lines excepted waits.
with stood as (
  select entry.case_id, entry.month_id, entry.funding_line_id, entry.returned_to, entry.deduction_id, entry.version_id, entry.serial,
    entry.paying_line_id, sum(entry.amount_fen) as amount_fen
  from recovery_entry entry
  where entry.agency_id = :agencyId::bigint and entry.deduction_id is not null
    and (:caseId::bigint is null or entry.case_id = :caseId::bigint)
    and exists (
      select from payment_outcome outcome
      where outcome.agency_id = entry.agency_id and outcome.version_id = entry.version_id and outcome.serial = entry.serial
        and outcome.outcome = 'REVERSED'
    )
  group by entry.case_id, entry.month_id, entry.funding_line_id, entry.returned_to, entry.deduction_id, entry.version_id, entry.serial,
    entry.paying_line_id
  having sum(entry.amount_fen) > 0
), undone as (
  insert into recovery_entry (agency_id, case_id, month_id, funding_line_id, returned_to, amount_fen, happened_on, deduction_id,
    version_id, serial, paying_line_id, entered_at)
  select :agencyId::bigint, case_id, month_id, funding_line_id, returned_to, -amount_fen, :today::date, deduction_id, version_id, serial,
    paying_line_id, :now::timestamptz
  from stood
  where not exists (
    select from stood waiting
    where waiting.deduction_id = stood.deduction_id and waiting.version_id = stood.version_id and waiting.serial = stood.serial
      and waiting.funding_line_id = any(:exceptLineIds::bigint[])
  )
  returning id, case_id, funding_line_id, returned_to, amount_fen, paying_line_id
), movement as (
  select paying_line_id as funding_line_id, 'DEDUCTION_UNDONE' as event, 1 as step, id, case_id, -amount_fen as amount_fen from undone
  union all
  select funding_line_id, case returned_to when 'AVAILABLE' then 'REPAYMENT_UNDONE' else 'REPAYMENT_UNDONE_LATE' end, 2, id, case_id, -amount_fen
  from undone
)
select funding_line_id as "fundingLineId", event, min(id) as "firstEntryId", sum(amount_fen)::bigint as "amountFen",
  jsonb_agg(distinct case_id) as "caseIds"
from movement
group by step, funding_line_id, event
order by step, funding_line_id, event
