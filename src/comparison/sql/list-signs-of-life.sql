-- What speaks against a suspicion: the verifications passed after the suspected day, and the signs of life after it that
-- were too weak to be a verification. None of them clears it by itself.
select sign.*
from suspicion
cross join lateral (
  select verification.verified_on as "seenOn", verification.channel, null as source, null as match, verification.evidence
  from verification
  where verification.agency_id = suspicion.agency_id and verification.person_id = suspicion.person_id
    and verification.result = 'PASSED' and verification.verified_on > suspicion.suspected_on
  union all
  select hit.happened_on, null, hit.source, hit.match, hit.record_no
  from comparison_hit hit
  where hit.agency_id = suspicion.agency_id and hit.person_id = suspicion.person_id and hit.effect in ('LISTED', 'AFTER_DEATH')
    and hit.happened_on > suspicion.suspected_on
) sign
where suspicion.agency_id = :agencyId::bigint and suspicion.id = :suspicionId::bigint
order by sign."seenOn" desc
limit :limit::int
