-- One detection of an agency after the other, so that two never open a case for the same months. Held until the transaction
-- ends.
select count(pg_advisory_xact_lock(hashtextextended('recovery ' || :agencyId::bigint, 0)))::int as "lockCount"
