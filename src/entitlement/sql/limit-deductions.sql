-- Makes the running deductions of some cases no larger than what they may still bring: what they have taken and `restFen`,
-- which is what is open of the case beside everything under way. Less than nothing is left when a claim fell away after
-- the money was taken; a deduction that may bring nothing at all is stopped. `caseIds` and `restFen` are two columns of one
-- list.
with asked as (
  select * from unnest(:caseIds::bigint[], :restFen::bigint[]) as asked (case_id, rest_fen)
), capped as (
  select deduction.agency_id, deduction.id, asked.rest_fen + coalesce(-sum(taken.amount_fen), 0)::bigint as cap_fen
  from asked
  join deduction on deduction.agency_id = :agencyId::bigint and deduction.case_id = asked.case_id and deduction.state = 'ACTIVE'
  left join entitlement taken on taken.agency_id = deduction.agency_id and taken.deduction_id = deduction.id
    and taken.state = 'IN_PAYMENT'
  group by deduction.agency_id, deduction.id, asked.rest_fen
), limited as (
  update deduction
  set total_fen = case when capped.cap_fen > 0 then capped.cap_fen else deduction.total_fen end,
    state = case when capped.cap_fen > 0 then deduction.state else :stopped::text end
  from capped
  where deduction.agency_id = capped.agency_id and deduction.id = capped.id and deduction.total_fen > capped.cap_fen
  returning 1
)
select count(*)::int as "limitedCount" from limited
