-- Verified in person after the day of a recorded or suspected death (死亡后仍有本人认证). A confirmed
-- suspicion is a recorded death, which may be retracted.
with died as (
  select person_id, min(on_day) as died_on
  from (
    select person_id, happened_on as on_day from life_event
    where agency_id = :agencyId::bigint and kind = 'DEATH' and state in ('PROPOSED', 'CONFIRMED')
    union all
    select person_id, suspected_on from suspicion
    where agency_id = :agencyId::bigint and kind = 'DEATH' and state not in ('CONFIRMED', 'CLEARED') and suspected_on is not null
  ) sign
  where jsonb_array_length(:asked::jsonb) > 0
  group by person_id
)
select verification.id, verification.person_id, null::bigint, null::bigint, array[verification.recorded_by],
  jsonb_build_object('diedOn', died.died_on, 'verifiedOn', verification.verified_on)
from died
join verification on verification.agency_id = :agencyId::bigint and verification.person_id = died.person_id
where verification.result = 'PASSED' and verification.channel <> 'DATA_COMPARISON' and verification.verified_on > died.died_on
