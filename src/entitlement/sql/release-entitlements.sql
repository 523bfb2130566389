-- Frees what a version that will not be paid had taken: it is owed as before, and the next batch judges it anew.
with released as (
  update entitlement
  set state = case when failed_version_id is null then 'DUE' else 'FAILED' end,
    reason = case when failed_version_id is null then null else 'BANK_REFUSED' end, version_id = null, serial = null
  where agency_id = :agencyId::bigint and version_id = :versionId::bigint
  returning 1
)
select count(*)::int as "releasedCount" from released
