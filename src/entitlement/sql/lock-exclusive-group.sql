-- Two projects of one exclusive group are judged one after the other: at the same moment, neither would see what the
-- other is about to pay. A project without a group locks nothing. Held until the transaction ends.
select count(pg_advisory_xact_lock(hashtextextended(agency_id || '/' || exclusive_group, 0)))::int as "lockCount"
from project
where agency_id = :agencyId::bigint and id = :projectId::bigint and exclusive_group is not null
