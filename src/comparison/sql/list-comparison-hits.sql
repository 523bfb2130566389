-- The hits of one import in the order of its rows, those of one effect if it is given.
select hit.row_no as "rowNo", hit.person_id as "personId", hit.match, hit.name, hit.happened_on as "happenedOn",
  hit.record_no as "recordNo", hit.effect, hit.suspicion_id as "suspicionId", person.name as "registeredName",
  person.citizen_id as "citizenId", person.street, person.community
from comparison_hit hit
join person on person.agency_id = hit.agency_id and person.id = hit.person_id
where hit.agency_id = :agencyId::bigint and hit.import_id = :importId::bigint and hit.row_no > :after::int
  and (:effect::text is null or hit.effect = :effect::text)
order by hit.row_no
limit :limit::int
