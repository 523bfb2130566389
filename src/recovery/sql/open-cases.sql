-- Opens a case for everybody of whom a month is to be claimed that no case has, unless one waits to be determined.
with opened as (
  insert into overpayment_case (agency_id, person_id, state, opened_on, claimed_fen, waived_fen, recovered_fen, owed_back_fen, created_at, version)
  select distinct :agencyId::bigint, found.person_id, :state::text, :today::date, 0, 0, 0, 0, :now::timestamptz, 1
  from overpaid_found found
  where not found.waived
    and not exists (
      select from overpaid_month month
      where month.agency_id = :agencyId::bigint and month.enrollment_id = found.enrollment_id and month.benefit_id = found.benefit_id
        and month.period = found.period and month.adjustment_no = found.adjustment_no and month.standing <> 'WITHDRAWN'
    )
    and not exists (
      select from overpayment_case waiting
      where waiting.agency_id = :agencyId::bigint and waiting.person_id = found.person_id and waiting.state = :state::text
    )
  returning id
)
select count(*)::int as "openedCount", coalesce(jsonb_agg(id), '[]') as "caseIds" from opened
