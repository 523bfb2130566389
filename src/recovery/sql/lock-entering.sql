-- One entering of an agency's repayments and deductions after the other, so that nothing is entered twice and no month gets
-- more than was paid for it. Taken before any case or funding line; held until the transaction ends.
select count(pg_advisory_xact_lock(hashtextextended('recovery entering ' || :agencyId::bigint, 0)))::int as "lockCount"
