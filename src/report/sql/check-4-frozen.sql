-- Invariant 4. The digest of every submitted version, computed again from its lines as they are now.
with version as (
  select version.agency_id, version.id, version.digest, version.payment_count, version.total_fen
  from payment_batch batch
  join batch_version version on version.agency_id = batch.agency_id and version.id = batch.current_version_id
  where batch.agency_id = :agencyId::bigint and batch.state not in ('DRAFT', 'COMPILED', 'VOIDED')
)
select count(*)::int as "checkedCount",
  (count(*) filter (where again.digest is distinct from version.digest or again.payment_count <> version.payment_count
    or again.total_fen <> version.total_fen))::int as "violationCount"
from version
cross join lateral (
  select count(*) as payment_count, coalesce(sum(amount_fen), 0) as total_fen,
    sha256(coalesce(string_agg(
      sha256(account || account_index || citizen_id || convert_to(
        concat_ws('|', serial, enrollment_id, person_id, account_id, amount_fen, payee_name, bank_name, bank_code), 'UTF8')),
      ''::bytea order by serial), ''::bytea)) as digest
  from payment where payment.agency_id = version.agency_id and payment.version_id = version.id
) again
