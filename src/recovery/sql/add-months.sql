-- Adds every month found that no case has to its person's case that waits to be determined.
with added as (
  insert into overpaid_month (agency_id, case_id, enrollment_id, benefit_id, period, adjustment_no, version_id, serial,
    funding_line_id, fiscal_year, paid_fen, reason, standing, found_on)
  select waiting.agency_id, waiting.id, found.enrollment_id, found.benefit_id, found.period, found.adjustment_no, found.version_id,
    found.serial, found.funding_line_id, found.fiscal_year, found.paid_fen, found.reason,
    case when found.waived then 'WAIVED' else 'CLAIMED' end, :today::date
  from overpaid_found found
  join overpayment_case waiting on waiting.agency_id = :agencyId::bigint and waiting.person_id = found.person_id
    and waiting.state = :state::text
  where not exists (
    select from overpaid_month month
    where month.agency_id = :agencyId::bigint and month.enrollment_id = found.enrollment_id and month.benefit_id = found.benefit_id
      and month.period = found.period and month.adjustment_no = found.adjustment_no and month.standing <> 'WITHDRAWN'
  )
  returning case_id
)
select count(*)::int as "addedCount", coalesce(jsonb_agg(distinct case_id), '[]') as "caseIds" from added
