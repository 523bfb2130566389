-- One user prepared a batch and approved the next of the same project (同一人编制又审批相邻批次).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (days int)
)
select approved.id, null::bigint, approved.project_id, null::bigint, array[approved.approved_by],
  jsonb_build_object('preparedBatch', max(prepared.id), 'approvedBatch', approved.id)
from asked
cross join payment_batch approved
join payment_batch prepared on prepared.agency_id = approved.agency_id and prepared.project_id = approved.project_id
  and prepared.prepared_by = approved.approved_by and prepared.id <> approved.id
  and abs(extract(epoch from approved.created_at - prepared.created_at)) <= asked.days * 86400
where approved.agency_id = :agencyId::bigint and approved.approved_by is not null
group by approved.id, approved.project_id, approved.approved_by
