-- Brings the latest proof of life and the latest failure up to date for everybody of one import, or of one verification
-- recorded by hand (the other parameter is null). Judged from all of a person's verifications, so running it again
-- answers the same and an older one never moves the status back; of two of one day the one recorded last counts. A
-- failure that was followed by a proof is over.
with touched as (
  select distinct person_id from verification
  where agency_id = :agencyId::bigint and (import_id = :importId::bigint or id = :verificationId::bigint)
), latest as (
  select distinct on (verification.person_id, verification.result) verification.person_id, verification.result,
    verification.verified_on, verification.id, verification.valid_until
  from touched
  join verification on verification.agency_id = :agencyId::bigint and verification.person_id = touched.person_id
  order by verification.person_id, verification.result, verification.verified_on desc, verification.id desc
), reached as (
  select touched.person_id, passed.verified_on, passed.valid_until,
    case when passed.id is null or (failed.verified_on, failed.id) > (passed.verified_on, passed.id) then failed.verified_on end
      as failed_on
  from touched
  left join latest passed on passed.person_id = touched.person_id and passed.result = 'PASSED'
  left join latest failed on failed.person_id = touched.person_id and failed.result = 'FAILED'
), moved as (
  insert into verification_status as status (agency_id, person_id, verified_on, valid_until, failed_on)
  select :agencyId::bigint, person_id, verified_on, valid_until, failed_on from reached
  -- The later date also wins over a transaction that committed while this one ran and that `latest` could not see.
  on conflict (agency_id, person_id) do update set
    verified_on = greatest(excluded.verified_on, status.verified_on),
    valid_until = case when excluded.verified_on >= coalesce(status.verified_on, '-infinity') then excluded.valid_until else status.valid_until end,
    failed_on = case
      when greatest(excluded.verified_on, excluded.failed_on) >= greatest(status.verified_on, status.failed_on) then excluded.failed_on
      else status.failed_on
    end
  where (excluded.verified_on, excluded.valid_until, excluded.failed_on)
      is distinct from (status.verified_on, status.valid_until, status.failed_on)
    and (excluded.verified_on >= coalesce(status.verified_on, '-infinity')
      or greatest(excluded.verified_on, excluded.failed_on) >= greatest(status.verified_on, status.failed_on))
  returning 1
)
select count(*)::int as "movedCount" from moved
