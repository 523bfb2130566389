-- The findings that stop a batch from being submitted, rule by rule: about its persons, or about itself. Open ones, and what
-- was confirmed of the lines themselves: it stands in the batch until that is compiled anew, and would be paid.
select finding.rule_code as "ruleCode", count(*)::int as "findingCount"
from control_finding finding
where finding.agency_id = :agencyId::bigint and finding.rule_code = any(:ruleCodes::text[])
  and (finding.state = 'OPEN'
    or (finding.state = 'CONFIRMED' and finding.gone_at is null and finding.rule_code = any(:lineRuleCodes::text[])))
  and coalesce(finding.project_id, :projectId::bigint) = :projectId::bigint
  and coalesce(finding.batch_id, :batchId::bigint) = :batchId::bigint
  and (finding.person_id in (select person_id from screened) or finding.batch_id = :batchId::bigint)
group by finding.rule_code
order by finding.rule_code
