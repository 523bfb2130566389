-- Invariant 8 (its second half; the chain itself is recomputed by the audit module). Every compilation, approval,
-- sending, return and movement by document stands in the log as often as it happened.
with act as (
  select 'batch.compile' as name, (select count(*) from batch_version where agency_id = :agencyId::bigint) as happened
  union all
  select 'batch.send', (select count(*) from payment_batch where agency_id = :agencyId::bigint and sent_on is not null)
  union all
  select 'funding.record', (select count(*) from funding_document where agency_id = :agencyId::bigint)
  union all
  select 'project.create', (select count(*) from project where agency_id = :agencyId::bigint)
)
select sum(happened)::int as "checkedCount",
  (count(*) filter (where happened <> (
    select count(*) from audit_entry where agency_id = :agencyId::bigint and audit_entry.act = act.name
  )))::int as "violationCount"
from act
