-- Changes the enrolments of a roster: employer, date of retirement, months; and ends those of who is missing from a
-- full one. An empty end of entitlement means that there is none. `boundCount` are those whose months changed.
with changed as (
  update enrollment
  set from_month = line.from_month, until_month = line.until_month,
    employer = coalesce(nullif(line.employer, ''), enrollment.employer),
    retired_on = coalesce(line.retired_on, enrollment.retired_on),
    import_id = line.import_id, version = enrollment.version + 1
  from roster_import_row line
  where line.agency_id = :agencyId and line.import_id = :importId
    and line.act in ('CHANGED', 'ENDED')
    and line.changed_fields && array['employer', 'retiredOn', 'fromMonth', 'untilMonth']
    and enrollment.agency_id = :agencyId and enrollment.id = line.enrollment_id
  returning line.changed_fields && array['fromMonth', 'untilMonth'] as is_bound
)
select count(*)::int as "enrollmentCount", (count(*) filter (where is_bound))::int as "boundCount" from changed
