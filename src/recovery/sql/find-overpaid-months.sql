-- What `judged` says is not due and a bank has paid: the months to be claimed back. A payment without a final word is not
-- overpaid yet; it is found when the word comes. The first `funeral_months` months after the month of death are found too,
-- and marked: they are not claimed. An enrolment has one beginning and one end; who had ended and is enrolled again later
-- was rightly paid before, which the rosters that were applied tell: a time that a later roster does not touch, because it
-- begins after its end. Source: design, domain, "Core"; 劳社厅发〔2001〕8号 (paid through the month of death).
with corrected as materialized (
  select distinct judged.enrollment_id, judged.person_id, enrollment.project_id
  from judged
  join enrollment on enrollment.agency_id = :agencyId::bigint and enrollment.id = judged.enrollment_id
  where judged.reason = 'CORRECTION' and not judged.is_new
), completed as materialized (
  select enrollment_id, from_month, until_month
  from (
    select corrected.enrollment_id, line.from_month, line.until_month,
      lead(line.from_month) over (partition by corrected.enrollment_id order by roster.applied_at, roster.id) as next_from
    from corrected
    join person on person.agency_id = :agencyId::bigint and person.id = corrected.person_id
    join file_import roster on roster.agency_id = person.agency_id and roster.project_id = corrected.project_id
      and roster.kind = 'ROSTER' and roster.state = 'APPLIED'
    join roster_import_row line on line.agency_id = roster.agency_id and line.import_id = roster.id
      and line.citizen_id_index = person.citizen_id_index
    -- Asked once: where nobody is corrected, which is nearly always, no roster is read.
    where exists (select from corrected)
  ) told
  where until_month < next_from
), found as (
  insert into overpaid_found (person_id, enrollment_id, benefit_id, period, adjustment_no, version_id, serial, funding_line_id,
    fiscal_year, paid_fen, reason, waived)
  select judged.person_id, paid.enrollment_id, paid.benefit_id, paid.period, paid.adjustment_no, paid.version_id, paid.serial,
    line.id, line.fiscal_year, paid.amount_fen, judged.reason,
    judged.reason = 'DECEASED' and benefit.frequency = 'MONTHLY' and date_trunc('month', death.happened_on::timestamp) < paid.period
      and paid.period <= date_trunc('month', death.happened_on::timestamp) + make_interval(months => project.funeral_months)
  from judged
  join entitlement paid on paid.agency_id = :agencyId::bigint and paid.benefit_id = judged.benefit_id
    and paid.period = judged.period and paid.enrollment_id = judged.enrollment_id and paid.adjustment_no = judged.adjustment_no
    and paid.state = 'IN_PAYMENT' and paid.deduction_id is null
  join payment_outcome last_word on last_word.agency_id = paid.agency_id and last_word.version_id = paid.version_id
    and last_word.serial = paid.serial and last_word.outcome = 'SUCCEEDED'
  join batch_version version on version.agency_id = paid.agency_id and version.id = paid.version_id
  join payment_batch batch on batch.agency_id = version.agency_id and batch.id = version.batch_id
  join funding_line line on line.agency_id = batch.agency_id and line.id = batch.funding_line_id
  join benefit on benefit.agency_id = paid.agency_id and benefit.id = paid.benefit_id
  join project on project.agency_id = paid.agency_id and project.id = paid.project_id
  left join life_event death on death.agency_id = paid.agency_id and death.person_id = judged.person_id
    and death.kind = 'DEATH' and death.state = 'CONFIRMED'
  where judged.reason in ('DECEASED', 'ENTITLEMENT_ENDED', 'CORRECTION', 'CUSTODY', 'CUSTODY_NOT_BACK_PAID')
    and not (judged.reason = 'CORRECTION' and exists (
      select from completed
      where completed.enrollment_id = judged.enrollment_id and completed.from_month <= judged.qualifying_on
        and completed.until_month >= date_trunc('month', judged.qualifying_on::timestamp)
    ))
    and not exists (
      select from payment_outcome later
      where later.agency_id = last_word.agency_id and later.version_id = last_word.version_id
        and later.serial = last_word.serial and later.seq > last_word.seq
    )
  returning 1
)
select count(*)::int as "foundCount" from found
