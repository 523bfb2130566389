-- How far the agreed deductions of an overpayment case are: fen that are bound to a payment, and fen of those whose payment
-- a bank has confirmed and not sent back.
select deduction.id, deduction.enrollment_id as "enrollmentId", deduction.per_payment_fen as "perPaymentFen",
  deduction.total_fen as "totalFen", deduction.keeps_fen as "keepsFen", deduction.from_month as "fromMonth", deduction.state,
  coalesce(-sum(taken.amount_fen), 0)::bigint as "takenFen",
  coalesce(-sum(taken.amount_fen) filter (where last_word.outcome = 'SUCCEEDED'), 0)::bigint as "settledFen"
from deduction
left join entitlement taken on taken.agency_id = deduction.agency_id and taken.deduction_id = deduction.id
  and taken.state = 'IN_PAYMENT'
left join lateral (
  select outcome.outcome from payment_outcome outcome
  where outcome.agency_id = taken.agency_id and outcome.version_id = taken.version_id and outcome.serial = taken.serial
  order by outcome.seq desc limit 1
) last_word on true
where deduction.agency_id = :agencyId::bigint and deduction.case_id = :caseId::bigint
group by deduction.agency_id, deduction.id
order by deduction.id
