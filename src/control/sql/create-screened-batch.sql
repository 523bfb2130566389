-- The batches of a screening: the one to be submitted, or every compiled one that has not been sent.
create temporary table screened_batch on commit drop as
select batch.id as batch_id, batch.project_id, batch.kind, version.id as version_id, version.judged_on, version.total_fen,
  version.payment_count, payout.covers_from
from payment_batch batch
join batch_version version on version.agency_id = batch.agency_id and version.id = batch.current_version_id
join payout on payout.agency_id = batch.agency_id and payout.id = batch.payout_id
where batch.agency_id = :agencyId::bigint and batch.state not in ('DRAFT', 'VOIDED') and batch.sent_on is null
  and (:projectId::bigint is null or batch.project_id = :projectId::bigint)
  and (:versionId::bigint is null or version.id = :versionId::bigint)
