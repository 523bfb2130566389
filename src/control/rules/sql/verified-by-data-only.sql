-- For years alive by data alone (多年仅靠数据比对认证): nobody of the office has seen the person.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, years int)
)
select verification.person_id, verification.person_id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('since', min(verification.verified_on) filter (where verification.channel = 'DATA_COMPARISON'))
from verification
where verification.agency_id = :agencyId::bigint and verification.result = 'PASSED'
group by verification.person_id
having min(verification.verified_on) filter (where verification.channel = 'DATA_COMPARISON')
    <= (select today - make_interval(years => years) from asked)
  and coalesce(max(verification.verified_on) filter (where verification.channel <> 'DATA_COMPARISON'), '-infinity')
    <= (select today - make_interval(years => years) from asked)
