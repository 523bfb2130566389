-- How many persons a screening looks at.
select (
  case when :everyone::boolean
    then (select count(*) from person where person.agency_id = :agencyId::bigint)
    else (select count(*) from screened)
  end
)::int as "personCount"
