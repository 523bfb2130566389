-- Who of the project is not paid what is owed up to this batch's payout, and why (未发名单), by enrolment and month.
select entitlement.enrollment_id as "enrollmentId", person.id as "personId", person.name, person.citizen_id_tail as "citizenIdTail",
  benefit.name as "benefitName", entitlement.period, entitlement.amount_fen as "amountFen", entitlement.state,
  entitlement.reason, entitlement.judged_on as "judgedOn"
from payment_batch batch
join payout on payout.agency_id = batch.agency_id and payout.id = batch.payout_id
join benefit on benefit.agency_id = batch.agency_id and benefit.project_id = batch.project_id
join entitlement on entitlement.agency_id = batch.agency_id and entitlement.benefit_id = benefit.id
  and entitlement.period <= payout.covers_until and entitlement.state <> 'IN_PAYMENT'
  and entitlement.deduction_id is null
join enrollment on enrollment.agency_id = batch.agency_id and enrollment.id = entitlement.enrollment_id
join person on person.agency_id = batch.agency_id and person.id = enrollment.person_id
where batch.agency_id = :agencyId::bigint and batch.id = :batchId::bigint
  and (:reason::text is null or entitlement.reason = :reason::text)
  and (entitlement.enrollment_id, entitlement.period) > (:afterEnrollment::bigint, :afterPeriod::date)
order by entitlement.enrollment_id, entitlement.period, benefit.id
limit :limit::int
