-- The screenings of a span of days: how many, and how often a person was looked at by a rule (筛查人次).
select count(*)::int as "runCount", coalesce(sum(person_count), 0)::bigint as "personTimes",
  coalesce(sum(person_count::bigint * rule_count), 0)::bigint as "checkCount"
from control_run
where agency_id = :agencyId::bigint and (ran_at at time zone 'Asia/Shanghai')::date between :from::date and :until::date
