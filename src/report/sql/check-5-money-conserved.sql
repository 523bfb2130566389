-- Invariant 5. Per sent batch: total of the version = sum of its lines = control totals of its files. Per funding line:
-- the six accounts add up to zero, none is overdrawn, each is what its entries make it, and PAID is what banks confirmed,
-- with what was deducted of it, without what came back of overpayments. Per overpayment case: its sums are those of its rows,
-- and a closed one has nothing open. A deduction is entered whole or not at all, and no month has got more than it paid.
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
    or sum(balance.balance_fen) filter (where balance.account = 'PAID')
      <> coalesce(max(confirmed.fen), 0) + coalesce(max(recovered.fen), 0) as wrong
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
  left join lateral (
    select sum(case when entry.paying_line_id = balance.funding_line_id then entry.amount_fen else 0 end)
      - sum(case when entry.funding_line_id = balance.funding_line_id then entry.amount_fen else 0 end) as fen
    from recovery_entry entry
    where entry.agency_id = balance.agency_id and balance.funding_line_id in (entry.funding_line_id, entry.paying_line_id)
  ) recovered on true
  where balance.agency_id = :agencyId::bigint
  group by balance.funding_line_id
), case_check as (
  select overpayment_case.claimed_fen <> month.claimed_fen or overpayment_case.recovered_fen <> entry.recovered_fen
    or overpayment_case.owed_back_fen <> entry.owed_back_fen or entry.cash_fen <> repaid.fen
    or (state in ('SETTLED', 'CANCELLED') and month.claimed_fen <> entry.recovered_fen) as wrong
  from overpayment_case
  cross join lateral (
    select coalesce(sum(paid_fen), 0) as claimed_fen from overpaid_month
    where overpaid_month.agency_id = overpayment_case.agency_id and case_id = overpayment_case.id and standing = 'CLAIMED'
  ) month
  cross join lateral (
    select coalesce(sum(amount_fen) filter (where standing = 'CLAIMED'), 0) as recovered_fen,
      coalesce(sum(amount_fen) filter (where standing <> 'CLAIMED'), 0) as owed_back_fen,
      coalesce(sum(amount_fen) filter (where repayment_id is not null), 0) as cash_fen
    from recovery_entry
    join overpaid_month on overpaid_month.agency_id = recovery_entry.agency_id and overpaid_month.id = recovery_entry.month_id
    where recovery_entry.agency_id = overpayment_case.agency_id and recovery_entry.case_id = overpayment_case.id
  ) entry
  cross join lateral (
    select coalesce(sum(case kind when 'REPAYMENT' then amount_fen else -amount_fen end), 0) as fen from repayment
    where repayment.agency_id = overpayment_case.agency_id and repayment.case_id = overpayment_case.id
  ) repaid
  where overpayment_case.agency_id = :agencyId::bigint
), deduction_check as (
  select coalesce(sum(entry.amount_fen), 0) not in (0, -taken.amount_fen) as wrong
  from entitlement taken
  left join recovery_entry entry on entry.agency_id = taken.agency_id and entry.deduction_id = taken.deduction_id
    and entry.version_id = taken.version_id and entry.serial = taken.serial
  where taken.agency_id = :agencyId::bigint and taken.deduction_id is not null and taken.state = 'IN_PAYMENT'
  group by taken.benefit_id, taken.period, taken.enrollment_id, taken.adjustment_no, taken.amount_fen
), month_check as (
  select sum(entry.amount_fen) not between 0 and month.paid_fen as wrong
  from overpaid_month month
  join recovery_entry entry on entry.agency_id = month.agency_id and entry.month_id = month.id
  where month.agency_id = :agencyId::bigint
  group by month.id, month.paid_fen
), checked as (select wrong from batch_check union all select wrong from line_check union all select wrong from case_check
  union all select wrong from deduction_check union all select wrong from month_check)
select count(*)::int as "checkedCount", (count(*) filter (where wrong is not false))::int as "violationCount" from checked
