-- Invariant 9. Row-level security stands on every table with an agency, this login cannot get around it, and what it
-- sees in this scope is this agency's alone.
with guarded as (
  select class.relrowsecurity and exists (select from pg_policy where polrelid = class.oid) as guarded
  from pg_class class
  join pg_attribute attribute on attribute.attrelid = class.oid and attribute.attname = 'agency_id'
  where class.relkind = 'r' and class.relnamespace = 'public'::regnamespace
), seen as (
  select (select count(*) from person where agency_id <> :agencyId::bigint)
    + (select count(*) from payment_batch where agency_id <> :agencyId::bigint)
    + (select count(*) from app_user where agency_id <> :agencyId::bigint)
    + (select count(*) from audit_entry where agency_id <> :agencyId::bigint) as stranger_count
), login as (
  select rolsuper or rolbypassrls as powerful from pg_roles where rolname = current_user
)
select (select count(*)::int from guarded) as "checkedCount",
  ((select count(*) from guarded where not guarded) + seen.stranger_count + login.powerful::int)::int as "violationCount"
from seen cross join login
