-- Says what becomes of each sign of life: only the number and the name together prove anything, of several proofs of one
-- person the latest counts, and one after a confirmed death is a contradiction that somebody has to look at.
with sign as (
  select hit.row_no, hit.person_id, hit.happened_on, hit.match <> 'EXACT' as is_weak,
    coalesce(death.happened_on < hit.happened_on, false) as is_after_death
  from comparison_hit hit
  left join life_event death on death.agency_id = hit.agency_id and death.person_id = hit.person_id and death.kind = 'DEATH'
    and death.state = 'CONFIRMED'
  where hit.agency_id = :agencyId::bigint and hit.import_id = :importId::bigint
), ranked as (
  select row_no, is_weak, is_after_death,
    row_number() over (partition by person_id, is_weak, is_after_death order by happened_on desc, row_no) as nth
  from sign
), settled as (
  update comparison_hit
  set effect = case
    when is_weak then 'LISTED'
    when is_after_death then 'AFTER_DEATH'
    when nth = 1 then 'VERIFIED'
    else 'OLDER'
  end
  from ranked
  where comparison_hit.agency_id = :agencyId::bigint and comparison_hit.import_id = :importId::bigint
    and comparison_hit.row_no = ranked.row_no
  returning comparison_hit.effect
)
select (count(*) filter (where effect = 'VERIFIED'))::int as "verifiedCount", count(*)::int as "hitCount" from settled
