-- A line of a bank's return nobody has dealt with (回盘差异久未处理).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, days int)
)
select discrepancy.return_id, null::bigint, batch.project_id, null::bigint, null::bigint[],
  jsonb_build_object('batchId', batch.id, 'lineNo', discrepancy.line_no, 'kind', discrepancy.kind)
from asked
cross join return_discrepancy discrepancy
join bank_return on bank_return.agency_id = discrepancy.agency_id and bank_return.id = discrepancy.return_id
join payment_batch batch on batch.agency_id = bank_return.agency_id and batch.id = bank_return.batch_id
where discrepancy.agency_id = :agencyId::bigint and discrepancy.resolved_at is null
  and (bank_return.received_at at time zone 'Asia/Shanghai')::date < asked.today - asked.days
