-- Months of a payout for which one of its benefits has no rate in force: nobody would be accrued for them.
select count(*)::int as "unratedCount", min(benefit.name) as "benefitName", min(to_char(month.period, 'YYYY-MM')) as "firstMonth"
from payout
join payout_benefit on payout_benefit.agency_id = payout.agency_id and payout_benefit.payout_id = payout.id
join benefit on benefit.agency_id = payout.agency_id and benefit.id = payout_benefit.benefit_id
cross join lateral (
  select generated::date as period from generate_series(payout.covers_from,
    case benefit.frequency when 'MONTHLY' then payout.covers_until else payout.covers_from end, interval '1 month') generated
) month
where payout.agency_id = :agencyId::bigint and payout.id = :payoutId::bigint
  and not exists (
    select from benefit_rate rate
    where rate.agency_id = benefit.agency_id and rate.benefit_id = benefit.id
      and rate.effective_from <= case benefit.frequency when 'MONTHLY' then month.period else payout.qualifying_on end
  )
