-- What some cases come to, from their rows: claimed, not claimed by rule, recovered, to be given back; what is deducted in
-- payments that are alive and not entered; and how much of that a bank has confirmed.
with month as (
  select case_id, sum(paid_fen) filter (where standing = 'CLAIMED') as claimed_fen, sum(paid_fen) filter (where standing = 'WAIVED') as waived_fen
  from overpaid_month
  where agency_id = :agencyId::bigint and case_id = any(:caseIds::bigint[])
  group by case_id
), entry as (
  select entry.case_id, sum(entry.amount_fen) filter (where month.standing = 'CLAIMED') as recovered_fen,
    sum(entry.amount_fen) filter (where month.standing <> 'CLAIMED') as owed_back_fen,
    sum(entry.amount_fen) filter (where entry.deduction_id is not null) as deducted_fen
  from recovery_entry entry
  join overpaid_month month on month.agency_id = entry.agency_id and month.id = entry.month_id
  where entry.agency_id = :agencyId::bigint and entry.case_id = any(:caseIds::bigint[])
  group by entry.case_id
), taken as (
  select deduction.case_id, -sum(taken.amount_fen) as taken_fen, -sum(taken.amount_fen) filter (where last_word.outcome = 'SUCCEEDED') as settled_fen
  from deduction
  join entitlement taken on taken.agency_id = deduction.agency_id and taken.deduction_id = deduction.id and taken.state = 'IN_PAYMENT'
  left join lateral (
    select outcome.outcome from payment_outcome outcome
    where outcome.agency_id = taken.agency_id and outcome.version_id = taken.version_id and outcome.serial = taken.serial
    order by outcome.seq desc limit 1
  ) last_word on true
  where deduction.agency_id = :agencyId::bigint and deduction.case_id = any(:caseIds::bigint[])
  group by deduction.case_id
)
select overpayment_case.id as "caseId", overpayment_case.state,
  coalesce(month.claimed_fen, 0)::bigint as "claimedFen", coalesce(month.waived_fen, 0)::bigint as "waivedFen",
  coalesce(entry.recovered_fen, 0)::bigint as "recoveredFen", coalesce(entry.owed_back_fen, 0)::bigint as "owedBackFen",
  (coalesce(taken.taken_fen, 0) - coalesce(entry.deducted_fen, 0))::bigint as "pendingFen",
  (coalesce(taken.settled_fen, 0) - coalesce(entry.deducted_fen, 0))::bigint as "unenteredFen"
from overpayment_case
left join month on month.case_id = overpayment_case.id
left join entry on entry.case_id = overpayment_case.id
left join taken on taken.case_id = overpayment_case.id
where overpayment_case.agency_id = :agencyId::bigint and overpayment_case.id = any(:caseIds::bigint[])
order by overpayment_case.id
