-- Compares what the rules of a screening found with what is known, and records the run: what is new, still there, back
-- again, and gone. The same facts are one finding for ever; a dismissed one stays dismissed. States move by the table of
-- moves alone (vanish, return), which is bound. Only what the screening looked at can be gone; what was found in a batch
-- stays once the batch is sent.
with move as materialized (
  select * from jsonb_to_recordset(:moves::jsonb) as move (from_state text, act text, to_state text)
), rule as materialized (
  select * from jsonb_to_recordset(:rules::jsonb) as rule (code text, subject text)
), wanted as materialized (
  select distinct on (rule_code, subject_id, fingerprint) *
  from (
    select found.*, sha256(convert_to(jsonb_build_array(found.batch_id, found.facts)::text, 'UTF8')) as fingerprint
    from found
    where (:everyone::boolean or found.person_id in (select person_id from screened)
        or found.batch_id = :batchId::bigint
        or (found.person_id is null and found.project_id = :projectId::bigint))
      and (:projectId::bigint is null or coalesce(found.project_id, :projectId::bigint) = :projectId::bigint)
  ) hit
), known as materialized (
  select finding.id, finding.rule_code, finding.subject_id, finding.fingerprint, finding.state, finding.gone_at is not null as is_gone
  from control_finding finding
  where finding.agency_id = :agencyId::bigint and finding.rule_code in (select code from rule)
    and (:everyone::boolean or finding.person_id in (select person_id from screened)
      or finding.batch_id = :batchId::bigint
      or (finding.person_id is null and finding.project_id = :projectId::bigint))
    and (:projectId::bigint is null or coalesce(finding.project_id, :projectId::bigint) = :projectId::bigint)
    and (finding.batch_id is null or not exists (
      select from payment_batch batch
      where batch.agency_id = finding.agency_id and batch.id = finding.batch_id and batch.sent_on is not null
    ))
), compared as materialized (
  select rule_code, subject_id, fingerprint, known.id, known.state, wanted.person_id, wanted.project_id, wanted.batch_id,
    wanted.user_ids, wanted.facts,
    case
      when known.id is null then 'NEW'
      when wanted.facts is null then case when known.is_gone then 'STILL_GONE' else 'GONE' end
      when known.is_gone and known.state in (select from_state from move where act = 'return') then 'BACK'
      when known.is_gone then 'SEEN_AGAIN'
      else 'KEPT'
    end as change
  from wanted
  full join known using (rule_code, subject_id, fingerprint)
), counted as (
  select rule.code,
    count(*) filter (where change in ('NEW', 'BACK', 'SEEN_AGAIN', 'KEPT')) as found,
    count(*) filter (where change = 'NEW') as new,
    count(*) filter (where change = 'BACK') as reopened,
    count(*) filter (where change = 'GONE') as gone
  from rule
  left join compared on compared.rule_code = rule.code
  group by rule.code
), run as (
  insert into control_run (agency_id, kind, project_id, batch_id, person_count, rule_count, figures, requested_by, ran_at)
  select :agencyId::bigint, :kind::text, :projectId::bigint, :batchId::bigint, :personCount::int, count(*),
    jsonb_agg(jsonb_build_object('rule', code, 'found', found, 'new', new, 'reopened', reopened, 'gone', gone) order by code),
    :requestedBy::bigint, :at::timestamptz
  from counted
  returning id
), added as (
  insert into control_finding (agency_id, rule_code, subject_type, subject_id, fingerprint, facts, person_id, project_id,
    batch_id, user_ids, state, first_run_id, last_run_id, found_at, version)
  select :agencyId::bigint, compared.rule_code, rule.subject, compared.subject_id, compared.fingerprint, compared.facts,
    compared.person_id, compared.project_id, compared.batch_id, coalesce(compared.user_ids, '{}'), 'OPEN', run.id, run.id,
    :at::timestamptz, 1
  from compared
  cross join run
  join rule on rule.code = compared.rule_code
  where compared.change = 'NEW'
  order by compared.rule_code, compared.subject_id
), changed as (
  update control_finding finding
  set state = coalesce(move.to_state, finding.state),
    gone_at = case compared.change when 'GONE' then :at::timestamptz end,
    resolution = case when compared.change <> 'BACK' then finding.resolution end,
    resolved_by = case when compared.change <> 'BACK' then finding.resolved_by end,
    resolved_at = case when compared.change <> 'BACK' then finding.resolved_at end,
    document_no = case when compared.change <> 'BACK' then finding.document_no end,
    last_run_id = run.id, version = finding.version + 1
  from compared
  cross join run
  left join move on move.from_state = compared.state
    and move.act = case compared.change when 'GONE' then 'vanish' when 'BACK' then 'return' end
  where finding.agency_id = :agencyId::bigint and finding.id = compared.id
    and compared.change in ('GONE', 'BACK', 'SEEN_AGAIN')
)
select run.id as "runId", sum(found)::int as "foundCount", sum(new)::int as "newCount", sum(reopened)::int as "reopenedCount",
  sum(gone)::int as "goneCount"
from run
cross join counted
group by run.id
