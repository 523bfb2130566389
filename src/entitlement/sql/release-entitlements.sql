-- Frees what a version that will not be paid had taken: it is owed as before, and the next batch judges it anew. What was
-- deducted from it is not waited for: the next payment takes its own.
with released as (
  update entitlement
  set state = case when deduction_id is not null then 'CANCELLED' when failed_version_id is null then 'DUE' else 'FAILED' end,
    reason = case when deduction_id is not null then 'DEDUCTION_UNDONE' when failed_version_id is not null then 'BANK_REFUSED' end,
    version_id = null, serial = null
  where agency_id = :agencyId::bigint and version_id = :versionId::bigint
  returning 1
)
select count(*)::int as "releasedCount" from released
