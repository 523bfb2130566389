-- Takes back what was entered for deductions whose payment a bank has sent back since, entry by entry, and sums it by
-- movement of the ledger. Whatever would have to be taken from one of the lines excepted waits. So does what has been given
-- back to the person meanwhile: it is not there to be taken, and one such case must not keep all others from being entered.
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
), given_back as (
  select stood.month_id
  from stood
  group by stood.month_id
  having sum(stood.amount_fen) > (
    select sum(entry.amount_fen) from recovery_entry entry where entry.agency_id = :agencyId::bigint and entry.month_id = stood.month_id
  )
), undone as (
  insert into recovery_entry (agency_id, case_id, month_id, funding_line_id, returned_to, amount_fen, happened_on, deduction_id,
    version_id, serial, paying_line_id, entered_at)
  select :agencyId::bigint, case_id, month_id, funding_line_id, returned_to, -amount_fen, :today::date, deduction_id, version_id, serial,
    paying_line_id, :now::timestamptz
  from stood
  where not exists (
    select from stood waiting
    where waiting.deduction_id = stood.deduction_id and waiting.version_id = stood.version_id and waiting.serial = stood.serial
      and (waiting.funding_line_id = any(:exceptLineIds::bigint[]) or waiting.month_id in (select month_id from given_back))
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
