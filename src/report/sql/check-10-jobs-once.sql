-- Invariant 10. Every job that succeeded left exactly one effect: a compilation one version, a sending one batch sent, a
-- settlement one return applied; and no live job is older than its subject's effect.
with job_effect as (
  select (select count(*) from job where agency_id = :agencyId::bigint and name = 'batch.compile' and state = 'SUCCEEDED') as jobs,
    (select count(*) from batch_version where agency_id = :agencyId::bigint) as effects
  union all
  select (select count(*) from job where agency_id = :agencyId::bigint and name = 'bank-exchange.send' and state = 'SUCCEEDED'),
    (select count(*) from payment_batch where agency_id = :agencyId::bigint and sent_on is not null)
  union all
  -- A return that was refused and handed in again has two jobs and is still one return.
  select (select count(distinct subject_id) from job where agency_id = :agencyId::bigint and name = 'bank-exchange.settle' and state = 'SUCCEEDED'),
    (select count(*) from bank_return where agency_id = :agencyId::bigint and state <> 'RECEIVED')
  union all
  select (
      select count(*) from job
      join file_import on file_import.agency_id = job.agency_id and file_import.id = job.subject_id and file_import.state = 'APPLIED'
      where job.agency_id = :agencyId::bigint and job.name = 'roster.apply' and job.state = 'SUCCEEDED'
    ),
    (select count(*) from file_import where agency_id = :agencyId::bigint and kind = 'ROSTER' and state = 'APPLIED')
)
select sum(jobs)::int as "checkedCount", (count(*) filter (where jobs <> effects))::int as "violationCount" from job_effect
