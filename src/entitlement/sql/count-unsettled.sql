-- How many payments of a version have no final word. A payment gets one first final word, success or failure, exactly
-- once; what follows it is a reversal. So the final words are counted, and no join is needed.
select :paymentCount::int - count(*)::int as "unsettledCount"
from payment_outcome
where agency_id = :agencyId::bigint and version_id = :versionId::bigint and outcome in ('SUCCEEDED', 'FAILED')
