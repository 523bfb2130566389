-- Two screenings of an agency record what they found one after the other: the second compares with what the first wrote.
select pg_advisory_xact_lock(hashtext('control_finding'), :agencyId::int) is not null as locked
