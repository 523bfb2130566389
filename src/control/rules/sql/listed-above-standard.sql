-- In the batch with more than the standard in force for the month (批次金额高于标准); what a bank refused is paid as it was.
with standard as materialized (
  select benefit_id, amount_fen, effective_from,
    coalesce(lead(effective_from) over (partition by benefit_id order by effective_from), 'infinity') as until
  from benefit_rate
  where agency_id = :agencyId::bigint and jsonb_array_length(:asked::jsonb) > 0
)
select enrollment.id, enrollment.person_id, enrollment.project_id, screened.batch_id, null::bigint[],
  jsonb_build_object('month', entitlement.period, 'amountFen', entitlement.amount_fen, 'standardFen', standard.amount_fen)
from screened_batch screened
join entitlement on entitlement.agency_id = :agencyId::bigint and entitlement.version_id = screened.version_id
  and entitlement.adjustment_no = 0 and entitlement.failed_version_id is null
join standard on standard.benefit_id = entitlement.benefit_id
  and entitlement.qualifying_on >= standard.effective_from and entitlement.qualifying_on < standard.until
join enrollment on enrollment.agency_id = entitlement.agency_id and enrollment.id = entitlement.enrollment_id
where entitlement.amount_fen > standard.amount_fen
