-- The grounds of a suspicion: every hit that opened or joined it, the earliest day first.
select hit.import_id as "importId", hit.row_no as "rowNo", hit.source, hit.match, hit.name, hit.happened_on as "happenedOn",
  hit.record_no as "recordNo"
from comparison_hit hit
where hit.agency_id = :agencyId::bigint and hit.suspicion_id = :suspicionId::bigint
order by hit.happened_on, hit.import_id, hit.row_no
limit :limit::int
