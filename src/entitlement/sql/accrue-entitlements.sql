-- Writes the newly accrued entitlements of `judged`, each with its verdict; what is payable is bound to its payment of
-- the version at once, so that a million rows are written once.
with accrued as (
  insert into entitlement (agency_id, benefit_id, enrollment_id, project_id, amount_fen, version_id, serial, period,
    qualifying_on, judged_on, adjustment_no, failed_attempts, deduction_id, state, reason)
  select :agencyId::bigint, benefit_id, enrollment_id, :projectId::bigint, amount_fen,
    case when serial is not null then :versionId::bigint end, serial, period,
    qualifying_on, :judgedOn::date, adjustment_no, failed_attempts, deduction_id, state, nullif(reason, 'NOT_IN_THIS_BATCH')
  from judged
  where is_new
  returning 1
)
select count(*)::int as "accruedCount" from accrued
