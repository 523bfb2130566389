-- A batch as each book has it: its lines, the files sent, what the bank said last of each payment, and the ledger.
with batch as (
  select * from payment_batch where agency_id = :agencyId::bigint and id = :batchId::bigint
), last_outcome as (
  select distinct on (outcome.serial) outcome.serial, outcome.outcome
  from batch
  join payment_outcome outcome on outcome.agency_id = batch.agency_id and outcome.version_id = batch.current_version_id
  order by outcome.serial, outcome.seq desc
), line as (
  select count(*)::int as line_count, coalesce(sum(payment.amount_fen), 0)::bigint as line_fen,
    (count(*) filter (where outcome = 'SUCCEEDED'))::int as paid_count,
    coalesce(sum(amount_fen) filter (where outcome = 'SUCCEEDED'), 0)::bigint as paid_fen,
    (count(*) filter (where outcome = 'FAILED'))::int as failed_count,
    coalesce(sum(amount_fen) filter (where outcome = 'FAILED'), 0)::bigint as failed_fen,
    (count(*) filter (where outcome = 'REVERSED'))::int as reversed_count,
    coalesce(sum(amount_fen) filter (where outcome = 'REVERSED'), 0)::bigint as reversed_fen,
    -- What no bank has spoken of is as unknown as what it calls unknown.
    (count(*) filter (where coalesce(outcome, 'UNKNOWN') = 'UNKNOWN'))::int as unknown_count,
    coalesce(sum(amount_fen) filter (where coalesce(outcome, 'UNKNOWN') = 'UNKNOWN'), 0)::bigint as unknown_fen
  from batch
  join payment on payment.agency_id = batch.agency_id and payment.version_id = batch.current_version_id
  left join last_outcome on last_outcome.serial = payment.serial
), file as (
  select coalesce(sum(bank_file.line_count), 0)::int as file_count, coalesce(sum(bank_file.total_fen), 0)::bigint as file_fen
  from batch
  join bank_file on bank_file.agency_id = batch.agency_id and bank_file.version_id = batch.current_version_id
), ledger as (
  select
    coalesce(sum(amount_fen) filter (where event = 'BATCH_APPROVED'), 0)::bigint as approved_fen,
    coalesce(sum(amount_fen) filter (where event = 'FILE_SENT'), 0)::bigint as sent_fen,
    coalesce(sum(amount_fen) filter (where event = 'PAYMENT_SUCCEEDED'), 0)::bigint as succeeded_fen,
    coalesce(sum(amount_fen) filter (where event = 'PAYMENT_FAILED'), 0)::bigint as refused_fen,
    coalesce(sum(amount_fen) filter (where event in ('PAYMENT_REVERSED', 'PAYMENT_REVERSED_LATE')), 0)::bigint as taken_back_fen
  from batch
  join ledger_entry entry on entry.agency_id = batch.agency_id and entry.batch_id = batch.id
), returned as (
  select (count(*) filter (where bank_return.state = 'RECEIVED'))::int as pending_count,
    coalesce(sum((
      select count(*) from return_discrepancy discrepancy
      where discrepancy.agency_id = bank_return.agency_id and discrepancy.return_id = bank_return.id
        and discrepancy.resolved_at is null
    )), 0)::int as open_count
  from batch
  join bank_return on bank_return.agency_id = batch.agency_id and bank_return.batch_id = batch.id
)
select line.line_count as "lineCount", line.line_fen as "lineFen", file.file_count as "fileCount", file.file_fen as "fileFen",
  line.paid_count as "paidCount", line.paid_fen as "paidFen", line.failed_count as "failedCount", line.failed_fen as "failedFen",
  line.unknown_count as "unknownCount", line.unknown_fen as "unknownFen", line.reversed_count as "reversedCount",
  line.reversed_fen as "reversedFen", ledger.approved_fen as "approvedFen", ledger.sent_fen as "sentFen",
  ledger.succeeded_fen as "succeededFen", ledger.refused_fen as "refusedFen", ledger.taken_back_fen as "takenBackFen",
  returned.open_count as "openDiscrepancyCount", returned.pending_count as "pendingReturnCount"
from line cross join file cross join ledger cross join returned
