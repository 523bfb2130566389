-- What a bank refused or sent back is owed again: the entitlements of those payments leave them as failed (待重发).
-- The outcome rows stand already; the database refuses to free an entitlement whose payment is not dead.
-- The serials are an array so that the index finds the few, whatever the statistics say of a table filled just now.
with reopened as (
  update entitlement
  set state = 'FAILED', reason = 'BANK_REFUSED', failed_attempts = failed_attempts + 1,
    failed_version_id = version_id, failed_serial = serial, version_id = null, serial = null
  where agency_id = :agencyId::bigint and version_id = :versionId::bigint
    and serial = any(array(select stated.serial from stated where stated.outcome in ('FAILED', 'REVERSED')))
  returning 1
)
select count(*)::int as "reopenedCount" from reopened
