-- The findings of a span of days, rule by rule, as offices publish them: found, checked, confirmed, dismissed, still open.
select finding.rule_code as "ruleCode", count(*)::int as "findingCount",
  (count(*) filter (where finding.state in ('CONFIRMED', 'DISMISSED')))::int as "checkedCount",
  (count(*) filter (where finding.state = 'CONFIRMED'))::int as "confirmedCount",
  (count(*) filter (where finding.state = 'DISMISSED'))::int as "dismissedCount",
  (count(*) filter (where finding.state = 'OPEN'))::int as "openCount",
  (count(*) filter (where finding.state = 'GONE'))::int as "goneCount"
from control_finding finding
where finding.agency_id = :agencyId::bigint
  and (finding.found_at at time zone 'Asia/Shanghai')::date between :from::date and :until::date
group by finding.rule_code
order by finding.rule_code
