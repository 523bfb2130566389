-- What `judged` says is not due and a bank has paid: the months to be claimed back. A payment without a final word is not
-- overpaid yet; it is found when the word comes. The first `funeral_months` months after the month of death are found too,
-- and marked: they are not claimed. Source: design, domain, "Core"; 劳社厅发〔2001〕8号 (paid through the month of death).
with found as (
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
    and not exists (
      select from payment_outcome later
      where later.agency_id = last_word.agency_id and later.version_id = last_word.version_id
        and later.serial = last_word.serial and later.seq > last_word.seq
    )
  returning 1
)
select count(*)::int as "foundCount" from found
