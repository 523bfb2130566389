-- How many enrolments of a version are paid back more months from before the payout than the project allows with one
-- approval. Source: design, domain, "Parameters per project".
with long as (
  select entitlement.enrollment_id
  from batch_version version
  join payment_batch batch on batch.agency_id = version.agency_id and batch.id = version.batch_id
  join payout on payout.agency_id = batch.agency_id and payout.id = batch.payout_id
  join project on project.agency_id = batch.agency_id and project.id = batch.project_id
  join entitlement on entitlement.agency_id = version.agency_id and entitlement.version_id = version.id
    and entitlement.period < payout.covers_from
  where version.agency_id = :agencyId::bigint and version.id = :versionId::bigint
  group by entitlement.enrollment_id, project.back_pay_approval_months
  having count(distinct entitlement.period) > project.back_pay_approval_months
)
select count(*)::int as "longCount" from long
