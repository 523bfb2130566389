-- Findings after a cursor, with the person they are about. Of a batch: those about its persons and about itself.
select finding.id, finding.rule_code as "ruleCode", finding.subject_type as "subjectType", finding.subject_id as "subjectId",
  finding.facts, finding.person_id as "personId", person.name as "personName", person.citizen_id_tail as "citizenIdTail",
  finding.project_id as "projectId", finding.batch_id as "batchId", finding.user_ids as "userIds", finding.state,
  finding.gone_at is null as present, finding.first_run_id as "firstRunId", finding.last_run_id as "lastRunId",
  finding.found_at as "foundAt", finding.gone_at as "goneAt", finding.assigned_to as "assignedTo", finding.resolution,
  finding.document_no as "documentNo", finding.file_id as "fileId", finding.resolved_by as "resolvedBy",
  finding.resolved_at as "resolvedAt", finding.version
from control_finding finding
left join person on person.agency_id = finding.agency_id and person.id = finding.person_id
where finding.agency_id = :agencyId::bigint and finding.id > :after::bigint
  and (:findingId::bigint is null or finding.id = :findingId::bigint)
  and finding.rule_code = any(:ruleCodes::text[])
  and (:state::text is null or finding.state = :state::text)
  and (:projectId::bigint is null or finding.project_id = :projectId::bigint)
  and (:personId::bigint is null or finding.person_id = :personId::bigint)
  and (:assignedTo::bigint is null or finding.assigned_to = :assignedTo::bigint)
  and (:batchId::bigint is null or finding.batch_id = :batchId::bigint or (finding.batch_id is null and finding.person_id in (
    select payment.person_id
    from payment_batch batch
    join payment on payment.agency_id = batch.agency_id and payment.version_id = batch.current_version_id
    where batch.agency_id = :agencyId::bigint and batch.id = :batchId::bigint
  )))
order by finding.id
limit :limit::int
