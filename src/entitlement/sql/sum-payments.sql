-- Control totals and digest of a version: the SHA-256 over the SHA-256 of each line in serial order. A line is all that
-- decides who gets what: the encrypted account itself is in it, so that not even the owner of the database can
-- exchange two accounts unnoticed.
select count(*)::int as "paymentCount", coalesce(sum(amount_fen), 0)::bigint as "totalFen",
  sha256(coalesce(string_agg(
    sha256(account || account_index || citizen_id || convert_to(
      concat_ws('|', serial, enrollment_id, person_id, account_id, amount_fen, payee_name, bank_name, bank_code), 'UTF8')),
    ''::bytea order by serial), ''::bytea)) as digest
from payment
where agency_id = :agencyId::bigint and version_id = :versionId::bigint
