-- The payout of a project that covers its latest month; judged up to it, nothing of the project is left out.
select coalesce((
  select id from payout
  where agency_id = :agencyId::bigint and project_id = :projectId::bigint
  order by covers_until desc, id desc limit 1
), 0)::bigint as "payoutId"
