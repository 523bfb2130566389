-- What a bank refused or sent back is owed again: the entitlements of those payments leave them as failed (待重发). What was
-- deducted from them is undone, for the payment it was taken from has not reached anybody.
-- The outcome rows stand already; the database refuses to free an entitlement whose payment is not dead.
-- Only a fault of the account counts towards 账户异常: a payer short of funds says nothing against the payee.
-- The serials are an array so that the index finds the few, whatever the statistics say of a table filled just now.
with refused as materialized (
  select serial, (outcome = 'FAILED' and code between '01' and '09')::int as account_fault
  from stated where outcome in ('FAILED', 'REVERSED')
), reopened as (
  update entitlement
  set state = case when deduction_id is null then 'FAILED' else 'CANCELLED' end,
    reason = case when deduction_id is null then 'BANK_REFUSED' else 'DEDUCTION_UNDONE' end,
    failed_attempts = failed_attempts + refused.account_fault,
    failed_version_id = version_id, failed_serial = entitlement.serial, version_id = null, serial = null
  from refused
  where agency_id = :agencyId::bigint and version_id = :versionId::bigint and entitlement.serial = refused.serial
    and entitlement.serial = any(array(select serial from refused))
  returning 1
)
select count(*)::int as "reopenedCount" from reopened
