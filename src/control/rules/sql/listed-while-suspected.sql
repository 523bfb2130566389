-- In the batch though a death or custody is suspected since it was compiled (批次含疑似人员).
select payment.enrollment_id, payment.person_id, screened.project_id, screened.batch_id, null::bigint[],
  jsonb_build_object('kind', suspicion.kind)
from suspicion
join payment on payment.agency_id = suspicion.agency_id and payment.person_id = suspicion.person_id
join screened_batch screened on screened.version_id = payment.version_id
where suspicion.agency_id = :agencyId::bigint and suspicion.state not in ('CONFIRMED', 'CLEARED')
  and jsonb_array_length(:asked::jsonb) > 0
