-- What a bank refused or sent back is owed again: the entitlements of the named payments leave them as failed (待重发).
with reopened as (
  update entitlement
  set state = 'FAILED', reason = 'BANK_REFUSED', failed_attempts = failed_attempts + 1,
    failed_version_id = version_id, failed_serial = serial, version_id = null, serial = null
  where agency_id = :agencyId::bigint and version_id = :versionId::bigint and serial = any(:serials::int[])
  returning 1
)
select count(*)::int as "reopenedCount" from reopened
