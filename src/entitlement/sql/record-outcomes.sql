-- Records what a bank stated of a version's payments, from the relation `stated`, and sums it by outcome.
-- An outcome is a row, never an update of the payment; its sequence number refuses two at once.
-- A payment returned after the line's fiscal year goes to the treasury, not back to the line.
-- The sums are those of the rows the insert reads: reading a million back through RETURNING costs as much as writing them.
with recorded as (
  insert into payment_outcome (agency_id, version_id, return_id, serial, line_no, seq, posted_on, outcome, code, bank_code, bank_message, bank_serial)
  select :agencyId::bigint, :versionId::bigint, :returnId::bigint, serial, line_no, seq, posted_on, outcome, code, bank_code, bank_message, bank_serial
  from stated
)
select count(*)::int as "recordedCount",
  coalesce(sum(amount_fen) filter (where outcome = 'SUCCEEDED'), 0)::bigint as "succeededFen",
  coalesce(sum(amount_fen) filter (where outcome = 'FAILED'), 0)::bigint as "failedFen",
  coalesce(sum(amount_fen) filter (where outcome = 'UNKNOWN'), 0)::bigint as "unknownFen",
  coalesce(sum(amount_fen) filter (where outcome = 'REVERSED'
    and extract(year from coalesce(posted_on, :bookedOn::date)) <= :fiscalYear::int), 0)::bigint as "reversedFen",
  coalesce(sum(amount_fen) filter (where outcome = 'REVERSED'
    and extract(year from coalesce(posted_on, :bookedOn::date)) > :fiscalYear::int), 0)::bigint as "reversedLateFen"
from stated
