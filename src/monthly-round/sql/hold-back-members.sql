-- Notes members of the work list as not verified this month, with the clerk's reason; who is not on the list is left alone.
with noted as (
  update round_member
  set held_back_reason = :reason, held_back_by = :userId
  where agency_id = :agencyId::bigint and round_id = :roundId::bigint and enrollment_id = any(:enrollmentIds::bigint[])
    and result in ('NEVER_VERIFIED', 'OVERDUE', 'FAILED', 'SUSPECTED_DEATH', 'SUSPECTED_CUSTODY')
  returning 1
)
select count(*)::int as "notedCount" from noted
