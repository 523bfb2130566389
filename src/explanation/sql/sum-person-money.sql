-- Where all the money of one person stands, in fen, over all projects: what a bank confirmed, what is on its way, and what
-- waits; `returnedFen` is what came back after it had been paid (退汇). Cancelled money is not owed. Of what was overpaid:
-- what is still to come back, and what has.
select
  coalesce(sum(amount_fen) filter (where state = 'IN_PAYMENT' and outcome = 'SUCCEEDED'), 0)::bigint as "paidFen",
  coalesce(sum(amount_fen) filter (where state = 'IN_PAYMENT' and outcome is distinct from 'SUCCEEDED'), 0)::bigint as "inTransitFen",
  coalesce(sum(amount_fen) filter (where state = 'DUE'), 0)::bigint as "dueFen",
  coalesce(sum(amount_fen) filter (where state = 'WITHHELD'), 0)::bigint as "withheldFen",
  coalesce(sum(amount_fen) filter (where state = 'FAILED'), 0)::bigint as "failedFen",
  coalesce(sum(amount_fen) filter (where state = 'CANCELLED'), 0)::bigint as "cancelledFen",
  (
    select coalesce(sum(payment.amount_fen), 0)::bigint
    from enrollment
    join payment on payment.agency_id = enrollment.agency_id and payment.enrollment_id = enrollment.id
    join payment_outcome came_back on came_back.agency_id = payment.agency_id and came_back.version_id = payment.version_id
      and came_back.serial = payment.serial and came_back.outcome = 'REVERSED'
    where enrollment.agency_id = :agencyId::bigint and enrollment.person_id = :personId::bigint
  ) as "returnedFen",
  (
    select coalesce(sum(claimed_fen - recovered_fen), 0)::bigint from overpayment_case
    where agency_id = :agencyId::bigint and person_id = :personId::bigint
  ) as "toRecoverFen",
  (
    select coalesce(sum(recovered_fen), 0)::bigint from overpayment_case
    where agency_id = :agencyId::bigint and person_id = :personId::bigint
  ) as "recoveredFen"
from (
  select entitlement.amount_fen, entitlement.state, last_word.outcome
  from enrollment
  join benefit on benefit.agency_id = enrollment.agency_id and benefit.project_id = enrollment.project_id
  join entitlement on entitlement.agency_id = enrollment.agency_id and entitlement.benefit_id = benefit.id
    and entitlement.enrollment_id = enrollment.id
  left join lateral (
    select outcome.outcome from payment_outcome outcome
    where outcome.agency_id = entitlement.agency_id and outcome.version_id = entitlement.version_id
      and outcome.serial = entitlement.serial
    order by outcome.seq desc limit 1
  ) last_word on true
  where enrollment.agency_id = :agencyId::bigint and enrollment.person_id = :personId::bigint
    and (entitlement.deduction_id is null or entitlement.state = 'IN_PAYMENT')
) owed
