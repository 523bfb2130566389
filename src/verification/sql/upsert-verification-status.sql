-- Brings the latest proof of life up to date for everybody of one import, or of one verification recorded by hand
-- (the other parameter is null). Judged from all of a person's verifications, so running it again answers the same
-- and an older proof never moves the status back; of two proofs of one day the one recorded last counts.
with touched as (
  select distinct person_id from verification
  where agency_id = :agencyId::bigint and (import_id = :importId::bigint or id = :verificationId::bigint)
), latest as (
  select distinct on (verification.person_id)
    verification.agency_id, verification.person_id, verification.verified_on, verification.valid_until
  from touched
  join verification on verification.agency_id = :agencyId::bigint and verification.person_id = touched.person_id
    and verification.result = 'PASSED'
  order by verification.person_id, verification.verified_on desc, verification.id desc
), moved as (
  insert into verification_status (agency_id, person_id, verified_on, valid_until)
  select agency_id, person_id, verified_on, valid_until from latest
  on conflict (agency_id, person_id) do update set verified_on = excluded.verified_on, valid_until = excluded.valid_until
  -- The later date also wins over a transaction that committed while this one ran and that `latest` could not see.
  where excluded.verified_on >= verification_status.verified_on
    and (excluded.verified_on, excluded.valid_until)
      is distinct from (verification_status.verified_on, verification_status.valid_until)
  returning 1
)
select count(*)::int as "movedCount" from moved
