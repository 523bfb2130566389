-- Moves money from one account of a funding line to another: both balances and the entry, in one statement.
-- The caller holds the line's lock, so the two rows are never taken in two orders.
with taken as (
  update funding_balance set balance_fen = balance_fen - :amountFen::bigint
  where agency_id = :agencyId::bigint and funding_line_id = :fundingLineId::bigint and account = :fromAccount::text
  returning 1
), given as (
  update funding_balance set balance_fen = balance_fen + :amountFen::bigint
  where agency_id = :agencyId::bigint and funding_line_id = :fundingLineId::bigint and account = :toAccount::text
  returning 1
), entry as (
  insert into ledger_entry (agency_id, funding_line_id, event, from_account, to_account, amount_fen, cause, batch_id, booked_on, booked_at)
  values (:agencyId::bigint, :fundingLineId::bigint, :event::text, :fromAccount::text, :toAccount::text, :amountFen::bigint,
    :cause::text, :batchId::bigint, :bookedOn::date, :bookedAt::timestamptz)
  returning id
)
select entry.id as "entryId", (select count(*)::int from taken) + (select count(*)::int from given) as "balanceCount" from entry
