-- Invariant 5. Per sent batch: total of the version = sum of its lines = control totals of its files. Per funding line:
-- the six accounts add up to zero, none is overdrawn, each is what its entries make it, and PAID is what banks confirmed.
with batch_check as (
  select version.total_fen is distinct from file.total_fen or version.payment_count is distinct from file.line_count
    or version.total_fen is distinct from line.total_fen as wrong
  from payment_batch batch
  join batch_version version on version.agency_id = batch.agency_id and version.id = batch.current_version_id
  cross join lateral (
    select sum(total_fen)::bigint as total_fen, sum(line_count)::int as line_count
    from bank_file where bank_file.agency_id = version.agency_id and bank_file.version_id = version.id
  ) file
  cross join lateral (
    select sum(amount_fen)::bigint as total_fen
    from payment where payment.agency_id = version.agency_id and payment.version_id = version.id
  ) line
  where batch.agency_id = :agencyId::bigint and batch.sent_on is not null
), line_check as (
  select sum(balance.balance_fen) <> 0
    or bool_or(balance.account <> 'APPROPRIATION' and balance.balance_fen < 0)
    or bool_or(balance.balance_fen <> coalesce(entry.fen, 0))
    or sum(balance.balance_fen) filter (where balance.account = 'PAID') <> coalesce(max(confirmed.fen), 0) as wrong
  from funding_balance balance
  left join lateral (
    select sum(case when ledger_entry.to_account = balance.account then amount_fen else -amount_fen end) as fen
    from ledger_entry
    where ledger_entry.agency_id = balance.agency_id and ledger_entry.funding_line_id = balance.funding_line_id
      and balance.account in (ledger_entry.from_account, ledger_entry.to_account)
  ) entry on true
  left join lateral (
    select sum(payment.amount_fen) as fen
    from payment_batch batch
    join payment on payment.agency_id = batch.agency_id and payment.version_id = batch.current_version_id
    join payment_outcome outcome on outcome.agency_id = payment.agency_id and outcome.version_id = payment.version_id
      and outcome.serial = payment.serial and outcome.outcome = 'SUCCEEDED'
    where batch.agency_id = balance.agency_id and batch.funding_line_id = balance.funding_line_id
      and not exists (
        select from payment_outcome later
        where later.agency_id = outcome.agency_id and later.version_id = outcome.version_id
          and later.serial = outcome.serial and later.seq > outcome.seq
      )
  ) confirmed on true
  where balance.agency_id = :agencyId::bigint
  group by balance.funding_line_id
), checked as (select wrong from batch_check union all select wrong from line_check)
select count(*)::int as "checkedCount", (count(*) filter (where wrong is not false))::int as "violationCount" from checked
