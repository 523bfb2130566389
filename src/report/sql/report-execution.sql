-- Per project: what is owed in the payouts of one fiscal year and how it stands, person by person summed up.
-- owed = paid + in transit + due + withheld + failed; cancelled stands apart. In transit is all that is bound to a live
-- payment the bank has not confirmed: prepared, sent, or of unknown result.
with year_project as (
  select project.agency_id, project.id, project.code, project.name,
    min(payout.covers_from) as covers_from, max(payout.covers_until) as covers_until
  from project
  join payout on payout.agency_id = project.agency_id and payout.project_id = project.id and payout.fiscal_year = :fiscalYear::int
  where project.agency_id = :agencyId::bigint and (:projectId::bigint is null or project.id = :projectId::bigint)
  group by project.agency_id, project.id, project.code, project.name
), standing as (
  select year_project.id as project_id, entitlement.enrollment_id, entitlement.amount_fen, entitlement.reason,
    case
      when entitlement.state <> 'IN_PAYMENT' then entitlement.state
      when outcome.outcome = 'SUCCEEDED' then 'PAID'
      else 'IN_TRANSIT'
    end as standing
  from year_project
  join benefit on benefit.agency_id = year_project.agency_id and benefit.project_id = year_project.id
  join entitlement on entitlement.agency_id = benefit.agency_id and entitlement.benefit_id = benefit.id
    and entitlement.period between year_project.covers_from and year_project.covers_until
    -- A deduction that came to nothing was never owed.
    and (entitlement.deduction_id is null or entitlement.state <> 'CANCELLED')
  left join payment_outcome outcome on outcome.agency_id = entitlement.agency_id and outcome.version_id = entitlement.version_id
    and outcome.serial = entitlement.serial
    and not exists (
      select from payment_outcome later
      where later.agency_id = outcome.agency_id and later.version_id = outcome.version_id and later.serial = outcome.serial
        and later.seq > outcome.seq
    )
), summed as (
  select project_id, count(distinct enrollment_id)::int as person_count,
    sum(amount_fen) filter (where standing <> 'CANCELLED') as owed_fen,
    sum(amount_fen) filter (where standing = 'PAID') as paid_fen,
    sum(amount_fen) filter (where standing = 'IN_TRANSIT') as in_transit_fen,
    sum(amount_fen) filter (where standing = 'DUE') as due_fen,
    sum(amount_fen) filter (where standing = 'WITHHELD') as withheld_fen,
    sum(amount_fen) filter (where standing = 'FAILED') as failed_fen,
    sum(amount_fen) filter (where standing = 'CANCELLED') as cancelled_fen
  from standing group by project_id
), by_reason as (
  select project_id, jsonb_object_agg(reason, jsonb_build_object('personCount', person_count, 'amountFen', amount_fen))
      filter (where standing = 'WITHHELD') as withheld,
    jsonb_object_agg(reason, jsonb_build_object('personCount', person_count, 'amountFen', amount_fen))
      filter (where standing = 'CANCELLED') as cancelled
  from (
    select project_id, standing, reason, count(distinct enrollment_id) as person_count, sum(amount_fen) as amount_fen
    from standing where standing in ('WITHHELD', 'CANCELLED') group by project_id, standing, reason
  ) grouped group by project_id
), enrolled as (
  select year_project.id as project_id, count(*)::int as enrolled_count
  from year_project
  join enrollment on enrollment.agency_id = year_project.agency_id and enrollment.project_id = year_project.id
    and enrollment.from_month <= year_project.covers_until
    and coalesce(enrollment.until_month, 'infinity') >= year_project.covers_from
  group by year_project.id
)
select year_project.id as "projectId", year_project.code, year_project.name,
  coalesce(enrolled.enrolled_count, 0) as "enrolledCount", coalesce(summed.person_count, 0) as "personCount",
  coalesce(summed.owed_fen, 0)::bigint as "owedFen", coalesce(summed.paid_fen, 0)::bigint as "paidFen",
  coalesce(summed.in_transit_fen, 0)::bigint as "inTransitFen", coalesce(summed.due_fen, 0)::bigint as "dueFen",
  coalesce(summed.withheld_fen, 0)::bigint as "withheldFen", coalesce(summed.failed_fen, 0)::bigint as "failedFen",
  coalesce(summed.cancelled_fen, 0)::bigint as "cancelledFen",
  coalesce(by_reason.withheld, '{}') as "withheldByReason", coalesce(by_reason.cancelled, '{}') as "cancelledByReason"
from year_project
left join summed on summed.project_id = year_project.id
left join by_reason on by_reason.project_id = year_project.id
left join enrolled on enrolled.project_id = year_project.id
order by year_project.code
