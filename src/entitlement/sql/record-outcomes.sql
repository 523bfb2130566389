-- Records what a bank stated of a version's payments, from the relation `stated`, sums it by outcome, and counts the payments
-- that still have no final word. An outcome is a row, never an update of the payment; its sequence number refuses two at once.
-- A payment gets one first final word, success or failure, exactly once; what follows it is a reversal. So the final words
-- are counted, those of before and those of now: this statement sees the table as it was before it.
-- A payment returned after the line's fiscal year goes to the treasury, not back to the line.
-- The rows are inserted and summed from one copy: reading a million back through RETURNING costs as much as writing them.
with line as materialized (
  select serial, line_no, seq, amount_fen, posted_on, outcome, code, bank_code, bank_message, bank_serial
  from stated
), recorded as (
  insert into payment_outcome (agency_id, version_id, return_id, serial, line_no, seq, posted_on, outcome, code, bank_code, bank_message, bank_serial)
  select :agencyId::bigint, :versionId::bigint, :returnId::bigint, serial, line_no, seq, posted_on, outcome, code, bank_code, bank_message, bank_serial
  from line
)
select count(*)::int as "recordedCount",
  coalesce(sum(amount_fen) filter (where outcome = 'SUCCEEDED'), 0)::bigint as "succeededFen",
  coalesce(sum(amount_fen) filter (where outcome = 'FAILED'), 0)::bigint as "failedFen",
  coalesce(sum(amount_fen) filter (where outcome = 'UNKNOWN'), 0)::bigint as "unknownFen",
  coalesce(sum(amount_fen) filter (where outcome = 'REVERSED'
    and extract(year from coalesce(posted_on, :bookedOn::date)) <= :fiscalYear::int), 0)::bigint as "reversedFen",
  coalesce(sum(amount_fen) filter (where outcome = 'REVERSED'
    and extract(year from coalesce(posted_on, :bookedOn::date)) > :fiscalYear::int), 0)::bigint as "reversedLateFen",
  :paymentCount::int - (count(*) filter (where outcome in ('SUCCEEDED', 'FAILED')))::int - (
    select count(*)::int from payment_outcome
    where agency_id = :agencyId::bigint and version_id = :versionId::bigint and outcome in ('SUCCEEDED', 'FAILED')
  ) as "unsettledCount"
from line
