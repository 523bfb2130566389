-- Records what a bank stated of a version's payments, from the relation `stated`, sums it by outcome, and counts the payments
-- that still have no final word. An outcome is a row, never an update of the payment; its sequence number refuses two at once.
-- The caller knows count and sum of the plain rows, nearly all of them, each a payment's first word that it is paid; only the
-- others are read again. Reading a million back through RETURNING costs as much as writing them.
-- A payment gets one first final word, success or failure, exactly once; what follows it is a reversal. So the final words
-- are counted, those of before and those of now: this statement sees the table as it was before it.
-- A payment returned after the line's fiscal year goes to the treasury, not back to the line.
with recorded as (
  insert into payment_outcome (agency_id, version_id, return_id, serial, line_no, seq, posted_on, outcome, code, bank_code, bank_message, bank_serial)
  select :agencyId::bigint, :versionId::bigint, :returnId::bigint, serial, line_no, seq, posted_on, outcome, code, bank_code, bank_message, bank_serial
  from stated
)
select (:plainFen::bigint + coalesce(sum(amount_fen) filter (where outcome = 'SUCCEEDED'), 0))::bigint as "succeededFen",
  coalesce(sum(amount_fen) filter (where outcome = 'FAILED'), 0)::bigint as "failedFen",
  coalesce(sum(amount_fen) filter (where outcome = 'UNKNOWN'), 0)::bigint as "unknownFen",
  coalesce(sum(amount_fen) filter (where outcome = 'REVERSED'
    and extract(year from coalesce(posted_on, :bookedOn::date)) <= :fiscalYear::int), 0)::bigint as "reversedFen",
  coalesce(sum(amount_fen) filter (where outcome = 'REVERSED'
    and extract(year from coalesce(posted_on, :bookedOn::date)) > :fiscalYear::int), 0)::bigint as "reversedLateFen",
  :paymentCount::int - :plainCount::int - (count(*) filter (where outcome in ('SUCCEEDED', 'FAILED')))::int - (
    select count(*)::int from payment_outcome
    where agency_id = :agencyId::bigint and version_id = :versionId::bigint and outcome in ('SUCCEEDED', 'FAILED')
  ) as "unsettledCount"
from stated
where not is_plain
