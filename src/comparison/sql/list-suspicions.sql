-- The work list of suspicions: of one state or kind if they are given, after the cursor; or the one of an id.
-- `isWeak`: not one of its hits has both number and name right. `datesDiffer`: one register names two days.
select suspicion.id, suspicion.person_id as "personId", person.name, person.citizen_id as "citizenId", person.street,
  person.community, suspicion.kind, suspicion.state, suspicion.suspected_on as "suspectedOn",
  suspicion.proposed_on as "proposedOn", suspicion.reason, suspicion.proposed_by as "proposedBy",
  suspicion.decided_by as "decidedBy", suspicion.life_event_id as "lifeEventId", suspicion.opened_at as "openedAt",
  suspicion.version, ground."hitCount", ground."isWeak", ground."datesDiffer", status.verified_on as "lastVerifiedOn"
from suspicion
join person on person.agency_id = suspicion.agency_id and person.id = suspicion.person_id
left join verification_status status on status.agency_id = suspicion.agency_id and status.person_id = suspicion.person_id
cross join lateral (
  select count(*)::int as "hitCount", not coalesce(bool_or(hit.match = 'EXACT'), false) as "isWeak",
    count(distinct (hit.source, hit.happened_on)) > count(distinct hit.source) as "datesDiffer"
  from comparison_hit hit
  where hit.agency_id = suspicion.agency_id and hit.suspicion_id = suspicion.id
) ground
where suspicion.agency_id = :agencyId::bigint and suspicion.id > :after::bigint
  and (:suspicionId::bigint is null or suspicion.id = :suspicionId::bigint)
  and (:state::text is null or suspicion.state = :state::text)
  and (:kind::text is null or suspicion.kind = :kind::text)
order by suspicion.id
limit :limit::int
