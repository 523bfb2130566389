-- How many payments of a version have no final word: none at all, or an unknown result.
select count(*)::int as "unsettledCount",
  coalesce(sum(payment.amount_fen), 0)::bigint as "unsettledFen"
from payment
where payment.agency_id = :agencyId::bigint and payment.version_id = :versionId::bigint
  and not exists (
    select from payment_outcome outcome
    where outcome.agency_id = payment.agency_id and outcome.version_id = payment.version_id and outcome.serial = payment.serial
      and outcome.outcome <> 'UNKNOWN'
  )
