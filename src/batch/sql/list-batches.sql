-- Batches with their version's totals, newest first.
select batch.id, batch.project_id as "projectId", batch.payout_id as "payoutId", payout.name as "payoutName",
  payout.covers_from as "coversFrom", payout.covers_until as "coversUntil", batch.kind, batch.sequence, batch.state, batch.version,
  batch.current_version_id as "versionId", version.version_no as "versionNo", version.judged_on as "judgedOn",
  coalesce(version.payment_count, 0) as "paymentCount", coalesce(version.total_fen, 0)::bigint as "totalFen",
  encode(version.digest, 'hex') as digest, batch.funding_line_id as "fundingLineId", batch.bank_profile_id as "bankProfileId",
  batch.prepared_by as "preparedBy", batch.submitted_by as "submittedBy", batch.reviewed_by as "reviewedBy",
  batch.endorsed_by as "endorsedBy", batch.approved_by as "approvedBy", batch.sent_by as "sentBy", batch.sent_on as "sentOn", batch.reason
from payment_batch batch
join payout on payout.agency_id = batch.agency_id and payout.id = batch.payout_id
left join batch_version version on version.agency_id = batch.agency_id and version.id = batch.current_version_id
where batch.agency_id = :agencyId::bigint
  and (:batchId::bigint is null or batch.id = :batchId::bigint)
  and (:projectId::bigint is null or batch.project_id = :projectId::bigint)
  and (:before::bigint is null or batch.id < :before::bigint)
order by batch.id desc
limit :limit::int
