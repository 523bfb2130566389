-- Verified by another channel days after a failed attempt (认证不通过后换渠道通过).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (days int)
), failed as (
  select person_id, channel, verified_on from verification where agency_id = :agencyId::bigint and result = 'FAILED'
)
select verification.id, verification.person_id, null::bigint, null::bigint, array[verification.recorded_by],
  jsonb_build_object('failedOn', max(failed.verified_on), 'verifiedOn', verification.verified_on)
from asked
cross join failed
join verification on verification.agency_id = :agencyId::bigint and verification.person_id = failed.person_id
where verification.result = 'PASSED' and verification.channel <> failed.channel
  and verification.verified_on between failed.verified_on and failed.verified_on + asked.days
group by verification.id, verification.person_id, verification.recorded_by, verification.verified_on
