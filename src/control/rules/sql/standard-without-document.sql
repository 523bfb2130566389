-- A standard that changed without a document of its own (标准调整无文件依据): none named, or the one of the standard before.
with rate as (
  select benefit_id, effective_from, amount_fen, document_no,
    lag(amount_fen) over earlier as amount_before, lag(document_no) over earlier as document_before
  from benefit_rate
  where agency_id = :agencyId::bigint and jsonb_array_length(:asked::jsonb) > 0
  window earlier as (partition by benefit_id order by effective_from)
)
select benefit.id, null::bigint, benefit.project_id, null::bigint, null::bigint[],
  jsonb_build_object('benefit', benefit.name, 'fromMonth', rate.effective_from, 'documentNo', rate.document_no)
from rate
join benefit on benefit.agency_id = :agencyId::bigint and benefit.id = rate.benefit_id
where btrim(rate.document_no) = '' or (rate.amount_fen <> rate.amount_before and rate.document_no = rate.document_before)
