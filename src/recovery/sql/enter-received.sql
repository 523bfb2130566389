-- Spreads what was received and is not entered yet over the months of its case, oldest first, and sums it by movement of the
-- ledger. Received is the one repayment named, or every deduction whose payment a bank has confirmed, of one case or of
-- all; those that one of the lines excepted would have to pay for wait. Money that came in the fiscal year of a month's line
-- goes back to that line, later money to the treasury. Two running sums, of what came and of what is open, are laid beside
-- each other: where they overlap, that money is that month's.
with received as (
  select repayment.case_id, repayment.id as repayment_id, null::bigint as deduction_id, null::bigint as version_id, null::int as serial,
    null::bigint as paying_line_id, repayment.happened_on, repayment.amount_fen
  from repayment
  where repayment.agency_id = :agencyId::bigint and repayment.id = :repaymentId::bigint
  union all
  select deduction.case_id, null, deduction.id, taken.version_id, taken.serial, batch.funding_line_id,
    coalesce(outcome.posted_on, :today::date), -taken.amount_fen
  from deduction
  join entitlement taken on taken.agency_id = deduction.agency_id and taken.deduction_id = deduction.id and taken.state = 'IN_PAYMENT'
  join payment_outcome outcome on outcome.agency_id = taken.agency_id and outcome.version_id = taken.version_id
    and outcome.serial = taken.serial and outcome.outcome = 'SUCCEEDED'
  join batch_version version on version.agency_id = taken.agency_id and version.id = taken.version_id
  join payment_batch batch on batch.agency_id = version.agency_id and batch.id = version.batch_id
  where :repaymentId::bigint is null and deduction.agency_id = :agencyId::bigint
    and (:caseId::bigint is null or deduction.case_id = :caseId::bigint)
    and batch.funding_line_id <> all(:exceptLineIds::bigint[])
    and not exists (
      select from payment_outcome later
      where later.agency_id = outcome.agency_id and later.version_id = outcome.version_id and later.serial = outcome.serial
        and later.seq > outcome.seq
    )
    and coalesce((
      select sum(entry.amount_fen) from recovery_entry entry
      where entry.agency_id = deduction.agency_id and entry.deduction_id = deduction.id and entry.version_id = taken.version_id
        and entry.serial = taken.serial
    ), 0) = 0
), piece as (
  select received.*, sum(amount_fen) over (
    partition by case_id order by happened_on, version_id, serial, deduction_id rows unbounded preceding) as until_fen
  from received
), open_month as (
  select month.id, month.case_id, month.funding_line_id, month.fiscal_year, open.fen as open_fen,
    sum(open.fen) over (
      partition by month.case_id
      order by case month.standing when 'CLAIMED' then 1 when 'WITHDRAWN' then 2 else 3 end, month.period, month.benefit_id, month.id
      rows unbounded preceding) as until_fen
  from overpaid_month month
  cross join lateral (
    select month.paid_fen - coalesce(sum(entry.amount_fen), 0) as fen
    from recovery_entry entry where entry.agency_id = month.agency_id and entry.month_id = month.id
  ) open
  where month.agency_id = :agencyId::bigint and month.case_id in (select case_id from received)
), entered as (
  insert into recovery_entry (agency_id, case_id, month_id, funding_line_id, returned_to, amount_fen, happened_on, repayment_id,
    deduction_id, version_id, serial, paying_line_id, entered_at)
  select :agencyId::bigint, piece.case_id, open_month.id, open_month.funding_line_id,
    case when extract(year from piece.happened_on) <= open_month.fiscal_year then 'AVAILABLE' else 'RETURNED_TO_TREASURY' end,
    overlap.fen, piece.happened_on, piece.repayment_id, piece.deduction_id, piece.version_id, piece.serial, piece.paying_line_id, :now::timestamptz
  from piece
  join open_month on open_month.case_id = piece.case_id
  cross join lateral (
    select least(piece.until_fen, open_month.until_fen) - greatest(piece.until_fen - piece.amount_fen, open_month.until_fen - open_month.open_fen) as fen
  ) overlap
  where overlap.fen > 0
  returning id, case_id, funding_line_id, returned_to, amount_fen, paying_line_id
), movement as (
  select funding_line_id, case returned_to when 'AVAILABLE' then 'OVERPAYMENT_REPAID' else 'OVERPAYMENT_REPAID_LATE' end as event,
    1 as step, id, case_id, amount_fen
  from entered
  union all
  select paying_line_id, 'DEDUCTION_PAID', 2, id, case_id, amount_fen from entered where paying_line_id is not null
)
select funding_line_id as "fundingLineId", event, min(id) as "firstEntryId", sum(amount_fen)::bigint as "amountFen",
  jsonb_agg(distinct case_id) as "caseIds"
from movement
group by step, funding_line_id, event
order by step, funding_line_id, event
