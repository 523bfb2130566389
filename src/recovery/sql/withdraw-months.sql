-- Brings the claims on the persons examined into line with what was found. A month that is not found any more is due after
-- all, or its payment was sent back: it leaves its case, on record. A month that falls within the funeral months now is not
-- claimed any more; one that does not any longer is claimed, in its own case while nothing was ordered, else anew. The reason
-- is the one that holds today, in whatever order the events became known.
with examined as (
  select month.agency_id, month.id, month.case_id, month.standing, overpayment_case.state,
    month.reason, found.reason as found_reason, found.waived, found.enrollment_id is not null as is_found,
    coalesce(paid.version_id = month.version_id and paid.serial = month.serial, false) as is_bound
  from overpayment_case
  join overpaid_month month on month.agency_id = overpayment_case.agency_id and month.case_id = overpayment_case.id
    and month.standing <> 'WITHDRAWN'
  left join overpaid_found found on found.enrollment_id = month.enrollment_id and found.benefit_id = month.benefit_id
    and found.period = month.period and found.adjustment_no = month.adjustment_no and found.version_id = month.version_id
    and found.serial = month.serial
  left join entitlement paid on paid.agency_id = month.agency_id and paid.benefit_id = month.benefit_id
    and paid.period = month.period and paid.enrollment_id = month.enrollment_id and paid.adjustment_no = month.adjustment_no
  where overpayment_case.agency_id = :agencyId::bigint and overpayment_case.person_id = any(:personIds::bigint[])
), verdict as (
  select agency_id, id, case_id,
    case
      when not is_found then 'WITHDRAWN'
      when waived then 'WAIVED'
      when standing = 'WAIVED' and state <> 'PENDING' then 'WITHDRAWN'
      else 'CLAIMED'
    end as standing,
    case when is_found then 'CLAIMED_ANEW' when is_bound then 'DUE_AGAIN' else 'PAYMENT_RETURNED' end as withdrawn_as,
    standing as stood, coalesce(found_reason, reason) as reason, reason as known_reason
  from examined
), changed as (
  update overpaid_month month
  set standing = verdict.standing, reason = verdict.reason,
    withdrawn_on = case when verdict.standing = 'WITHDRAWN' then :today::date end,
    withdrawn_as = case when verdict.standing = 'WITHDRAWN' then verdict.withdrawn_as end
  from verdict
  where month.agency_id = verdict.agency_id and month.id = verdict.id and (verdict.standing, verdict.reason) <> (verdict.stood, verdict.known_reason)
  returning month.case_id
)
select count(*)::int as "changedCount", coalesce(jsonb_agg(distinct case_id), '[]') as "caseIds" from changed
