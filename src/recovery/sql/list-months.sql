-- The months of a case, the oldest first, with their payments and what has come back of each.
select month.id, month.enrollment_id as "enrollmentId", project.id as "projectId", project.name as "projectName",
  benefit.name as "benefitName", month.period, month.paid_fen as "paidFen",
  coalesce((
    select sum(entry.amount_fen) from recovery_entry entry where entry.agency_id = month.agency_id and entry.month_id = month.id
  ), 0)::bigint as "recoveredFen",
  version.batch_id as "batchId", month.version_id as "versionId", month.serial, line.id as "fundingLineId", line.name as "fundingLineName",
  month.fiscal_year as "fiscalYear", month.reason, month.standing, month.found_on as "foundOn", month.withdrawn_on as "withdrawnOn",
  month.withdrawn_as as "withdrawnAs"
from overpaid_month month
join benefit on benefit.agency_id = month.agency_id and benefit.id = month.benefit_id
join project on project.agency_id = benefit.agency_id and project.id = benefit.project_id
join batch_version version on version.agency_id = month.agency_id and version.id = month.version_id
join funding_line line on line.agency_id = month.agency_id and line.id = month.funding_line_id
where month.agency_id = :agencyId::bigint and month.case_id = :caseId::bigint
order by month.period, project.id, month.benefit_id, month.id
