-- Takes from this version's payments what was agreed to be kept back (抵扣): one deduction an enrolment and payment, as a
-- negative entitlement beside the largest one of the payment. Never more than was agreed for one payment, than is still
-- open of the whole, or than leaves `keeps_fen` of that entitlement. A deduction whose payment came to nothing was undone
-- with it, and its row is used again, so that a batch compiled ten times leaves one row and not ten.
-- The agreements are locked first: a repayment that makes one smaller comes before or after, never between.
-- Source: 社会保险经办条例 art. 46; design, domain, "Core".
with agreed as materialized (
  select deduction.id, deduction.enrollment_id, deduction.per_payment_fen, deduction.total_fen, deduction.keeps_fen, deduction.from_month
  from deduction
  where deduction.agency_id = :agencyId::bigint and deduction.state = 'ACTIVE'
    and exists (select from judged where judged.enrollment_id = deduction.enrollment_id and judged.serial is not null)
  for no key update
), taken as (
  select entitlement.deduction_id, -sum(entitlement.amount_fen) as taken_fen
  from agreed
  join entitlement on entitlement.agency_id = :agencyId::bigint and entitlement.deduction_id = agreed.id
    and entitlement.state = 'IN_PAYMENT'
  group by entitlement.deduction_id
), chosen as (
  select distinct on (judged.enrollment_id) judged.*, agreed.id as agreed_id,
    least(agreed.per_payment_fen, agreed.total_fen - coalesce(taken.taken_fen, 0), judged.amount_fen - agreed.keeps_fen) as take_fen
  from agreed
  join judged on judged.enrollment_id = agreed.enrollment_id and judged.serial is not null and judged.period >= agreed.from_month
  left join taken on taken.deduction_id = agreed.id
  order by judged.enrollment_id, judged.amount_fen desc, judged.period desc, judged.benefit_id
), deducted as (
  insert into judged (enrollment_id, person_id, benefit_id, period, qualifying_on, adjustment_no, failed_attempts, deduction_id,
    is_new, amount_fen, account_id, reason, state, serial)
  select chosen.enrollment_id, chosen.person_id, chosen.benefit_id, chosen.period, chosen.qualifying_on,
    coalesce(known.undone_no, known.last_no + 1), 0, chosen.agreed_id, known.undone_no is null, -chosen.take_fen, chosen.account_id,
    null, chosen.state, chosen.serial
  from chosen
  cross join lateral (
    select coalesce(max(adjustment_no), 0) as last_no,
      min(adjustment_no) filter (where deduction_id = chosen.agreed_id and state = 'CANCELLED') as undone_no
    from entitlement
    where entitlement.agency_id = :agencyId::bigint and entitlement.benefit_id = chosen.benefit_id
      and entitlement.period = chosen.period and entitlement.enrollment_id = chosen.enrollment_id
  ) known
  where chosen.take_fen > 0
  returning 1
)
select count(*)::int as "deductedCount" from deducted
