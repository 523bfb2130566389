-- What a bank refused or sent back is owed again: the entitlements of those payments leave them as failed (待重发).
-- The outcome rows stand already; the database refuses to free an entitlement whose payment is not dead.
with reopened as (
  update entitlement
  set state = 'FAILED', reason = 'BANK_REFUSED', failed_attempts = failed_attempts + 1,
    failed_version_id = version_id, failed_serial = entitlement.serial, version_id = null, serial = null
  from stated
  where entitlement.agency_id = :agencyId::bigint and entitlement.version_id = :versionId::bigint
    and entitlement.serial = stated.serial and stated.outcome in ('FAILED', 'REVERSED')
  returning 1
)
select count(*)::int as "reopenedCount" from reopened
