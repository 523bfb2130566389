-- What a roster needs of its project: the benefits whose amounts are individual, with their caps by month.
select project.id, project.name, project.code,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', benefit.id, 'code', benefit.code, 'name', benefit.name,
      'caps', (
        select jsonb_agg(jsonb_build_object('effectiveFrom', rate.effective_from, 'amountFen', rate.amount_fen)
          order by rate.effective_from)
        from benefit_rate rate
        where rate.agency_id = :agencyId and rate.benefit_id = benefit.id
      )
    ) order by benefit.id)
    from benefit
    where benefit.agency_id = :agencyId and benefit.project_id = project.id and benefit.basis = 'INDIVIDUAL'
  ), '[]') as benefits
from project
where project.agency_id = :agencyId and project.id = :projectId
