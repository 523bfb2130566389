-- Takes from this version's payments what was agreed to be kept back (抵扣): one deduction an enrolment and payment, as a
-- negative entitlement beside the largest one of the payment. Never more than was agreed for one payment, than is still
-- open of the whole, or than leaves `keeps_fen` of that entitlement. What is in a payment or waits for one counts as taken.
-- Source: 社会保险经办条例 art. 46; design, domain, "Core".
with taken as (
  select deduction_id, -sum(amount_fen) as taken_fen
  from entitlement
  where agency_id = :agencyId::bigint and deduction_id is not null and state <> 'CANCELLED'
  group by deduction_id
), chosen as (
  select distinct on (judged.enrollment_id) judged.*, deduction.id as agreed_id,
    least(deduction.per_payment_fen, deduction.total_fen - coalesce(taken.taken_fen, 0), judged.amount_fen - deduction.keeps_fen) as take_fen
  from deduction
  join judged on judged.enrollment_id = deduction.enrollment_id and judged.serial is not null
  left join taken on taken.deduction_id = deduction.id
  where deduction.agency_id = :agencyId::bigint and deduction.state = 'ACTIVE' and judged.period >= deduction.from_month
    and not exists (
      select from judged other where other.enrollment_id = judged.enrollment_id and other.serial is not null and other.deduction_id is not null
    )
    and not exists (
      select from entitlement other
      where other.agency_id = :agencyId::bigint and other.benefit_id = judged.benefit_id and other.period = judged.period
        and other.enrollment_id = judged.enrollment_id and other.deduction_id is not null and other.state <> 'CANCELLED'
    )
  order by judged.enrollment_id, judged.amount_fen desc, judged.period desc, judged.benefit_id
), deducted as (
  insert into judged (enrollment_id, person_id, benefit_id, period, qualifying_on, adjustment_no, failed_attempts, deduction_id,
    is_new, amount_fen, account_id, reason, state, serial)
  select enrollment_id, person_id, benefit_id, period, qualifying_on,
    (select max(known.adjustment_no) + 1 from (
      select adjustment_no from entitlement known
      where known.agency_id = :agencyId::bigint and known.benefit_id = chosen.benefit_id and known.period = chosen.period
        and known.enrollment_id = chosen.enrollment_id
      union all select 0
    ) known),
    0, agreed_id, true, -take_fen, account_id, null, state, serial
  from chosen
  where take_fen > 0
  returning 1
)
select count(*)::int as "deductedCount" from deducted
