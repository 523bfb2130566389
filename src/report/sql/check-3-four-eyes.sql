-- Invariant 3. No batch, account, event, file, suspicion or monthly round was released by somebody who had prepared it.
with hands as (
  select prepared_by = reviewed_by or submitted_by = reviewed_by or approved_by in (prepared_by, submitted_by, reviewed_by)
    or coalesce(endorsed_by in (prepared_by, submitted_by, reviewed_by, approved_by), false) as same
  from payment_batch where agency_id = :agencyId::bigint and approved_by is not null
  union all
  select proposed_by = confirmed_by from bank_account where agency_id = :agencyId::bigint and state = 'CONFIRMED'
  union all
  select determined_by = confirmed_by or coalesce(determined_by = transferred_by, false)
  from overpayment_case where agency_id = :agencyId::bigint and ordered_on is not null
  union all
  select proposed_by = confirmed_by from life_event where agency_id = :agencyId::bigint and state in ('CONFIRMED', 'RETRACTED')
  union all
  select proposed_by = decided_by from suspicion where agency_id = :agencyId::bigint and state in ('CONFIRMED', 'CLEARED')
  union all
  select proposed_by = confirmed_by from file_import where agency_id = :agencyId::bigint and state in ('CONFIRMED', 'APPLIED')
  union all
  select closed_by = confirmed_by from monthly_round where agency_id = :agencyId::bigint and state = 'CONFIRMED'
)
select count(*)::int as "checkedCount", (count(*) filter (where same is not false))::int as "violationCount" from hands
