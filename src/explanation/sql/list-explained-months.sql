-- What a payout means for one person: each month it covers, and each earlier one that was paid back in it, with the verdict
-- of today (the temporary table `judged`), the recorded one, the amount's origin, and the payment that settles or last
-- failed to settle it.
select judged.enrollment_id as "enrollmentId", benefit.name as "benefitName", benefit.basis, judged.period,
  judged.amount_fen as "amountFen", judged.qualifying_on as "qualifyingOn", judged.deduction_id is not null as "isDeduction",
  judged.reason as "reasonToday", recorded.state, recorded.reason, recorded.judged_on as "judgedOn",
  rate.amount_fen as "rateFen", rate.effective_from as "rateFrom", rate.document_no as "rateDocument",
  own.amount_fen as "individualFen", own.effective_from as "individualFrom",
  batch.id as "batchId", batch.kind as "batchKind", payment.serial, payment.amount_fen as "paymentFen",
  payment.account_tail as "accountTail", batch.sent_on as "sentOn", outcome.outcome, outcome.posted_on as "postedOn",
  outcome.bank_message as "bankMessage", outcome.return_id as "returnId"
from payout
join judged on true
join benefit on benefit.agency_id = payout.agency_id and benefit.id = judged.benefit_id
left join entitlement recorded on recorded.agency_id = payout.agency_id and recorded.benefit_id = judged.benefit_id
  and recorded.period = judged.period and recorded.enrollment_id = judged.enrollment_id
  and recorded.adjustment_no = judged.adjustment_no
left join lateral (
  select amount_fen, effective_from, document_no from benefit_rate
  where benefit_rate.agency_id = payout.agency_id and benefit_rate.benefit_id = judged.benefit_id
    and benefit_rate.effective_from <= judged.qualifying_on
  order by effective_from desc limit 1
) rate on true
left join lateral (
  select amount_fen, effective_from from enrollment_amount
  where enrollment_amount.agency_id = payout.agency_id and enrollment_amount.enrollment_id = judged.enrollment_id
    and enrollment_amount.benefit_id = judged.benefit_id and enrollment_amount.effective_from <= judged.qualifying_on
  order by effective_from desc limit 1
) own on true
left join payment on payment.agency_id = payout.agency_id
  and payment.version_id = coalesce(recorded.version_id, recorded.failed_version_id)
  and payment.serial = coalesce(recorded.serial, recorded.failed_serial)
left join batch_version version on version.agency_id = payment.agency_id and version.id = payment.version_id
left join payment_batch batch on batch.agency_id = version.agency_id and batch.id = version.batch_id
left join lateral (
  select last.outcome, last.posted_on, last.bank_message, last.return_id from payment_outcome last
  where last.agency_id = payment.agency_id and last.version_id = payment.version_id and last.serial = payment.serial
  order by last.seq desc limit 1
) outcome on true
where payout.agency_id = :agencyId::bigint and payout.id = :payoutId::bigint
  and (judged.period between payout.covers_from and payout.covers_until or batch.payout_id = payout.id)
order by judged.period, benefit.id, judged.adjustment_no
