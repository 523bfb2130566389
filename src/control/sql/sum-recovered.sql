-- What came back of overpaid money in a span of days (追回); an entry that was taken back counts against it.
select coalesce(sum(amount_fen), 0)::bigint as "recoveredFen"
from recovery_entry
where agency_id = :agencyId::bigint and happened_on between :from::date and :until::date
