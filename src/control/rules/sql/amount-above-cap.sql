-- An individual amount above the cap in force (个人标准超过上限): the payment is cut to the cap, the record is wrong.
with amount as (
  select distinct on (enrollment_id, benefit_id) enrollment_id, benefit_id, amount_fen
  from enrollment_amount
  where agency_id = :agencyId::bigint
    and effective_from <= (select today from jsonb_to_recordset(:asked::jsonb) as asked (today date))
  order by enrollment_id, benefit_id, effective_from desc
), cap as (
  select distinct on (rate.benefit_id) rate.benefit_id, rate.amount_fen
  from benefit_rate rate
  join benefit on benefit.agency_id = rate.agency_id and benefit.id = rate.benefit_id and benefit.basis = 'INDIVIDUAL'
  where rate.agency_id = :agencyId::bigint
    and rate.effective_from <= (select today from jsonb_to_recordset(:asked::jsonb) as asked (today date))
  order by rate.benefit_id, rate.effective_from desc
)
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('benefit', benefit.name, 'amountFen', amount.amount_fen, 'capFen', cap.amount_fen)
from cap
join amount on amount.benefit_id = cap.benefit_id and amount.amount_fen > cap.amount_fen
join benefit on benefit.agency_id = :agencyId::bigint and benefit.id = cap.benefit_id
join enrollment on enrollment.agency_id = :agencyId::bigint and enrollment.id = amount.enrollment_id
