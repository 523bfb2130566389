-- How a round stands. Everybody enrolled is excluded, silently verified (无感认证), verified by hand after standing on the
-- work list, held back with a note, or open.
with member as (
  select was_listed, held_back_reason is not null as is_noted,
    case
      when result = 'VERIFIED' then 'VERIFIED'
      when result in ('DECEASED', 'ENDED', 'IN_CUSTODY') then 'EXCLUDED'
      else 'LISTED'
    end as standing
  from round_member
  where agency_id = :agencyId::bigint and round_id = :roundId::bigint
  -- Keeps the planner from asking for the standing once per count.
  offset 0
)
select count(*)::int as "enrolledCount",
  (count(*) filter (where standing = 'EXCLUDED'))::int as "excludedCount",
  (count(*) filter (where standing = 'VERIFIED' and not was_listed))::int as "silentCount",
  (count(*) filter (where standing = 'VERIFIED' and was_listed))::int as "byHandCount",
  (count(*) filter (where standing = 'LISTED' and is_noted))::int as "heldBackCount",
  (count(*) filter (where standing = 'LISTED' and not is_noted))::int as "openCount"
from member
