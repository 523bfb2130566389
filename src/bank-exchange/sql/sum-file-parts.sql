-- Control totals of the files a version is sent in, each of at most `linesPerFile` lines in serial order.
select ((serial - 1) / :linesPerFile::int + 1)::int as "partNo", min(serial)::int as "firstSerial",
  count(*)::int as "lineCount", sum(amount_fen)::bigint as "totalFen"
from payment
where agency_id = :agencyId::bigint and version_id = :versionId::bigint
group by (serial - 1) / :linesPerFile::int
order by 1
