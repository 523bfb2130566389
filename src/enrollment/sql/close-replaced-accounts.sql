-- Ends the current accounts that a roster replaces on the day before, the last on which they were in effect; a
-- statement of its own, because a person has one current account at any time (bank_account_one_current).
with closed as (
  update bank_account account
  set effective_until = :today::date - 1
  from roster_import_row line
  where line.agency_id = :agencyId and line.import_id = :importId
    and line.act in ('NEW', 'CHANGED') and 'account' = any(line.changed_fields)
    and account.agency_id = :agencyId and account.person_id = line.person_id
    and account.state = 'CONFIRMED' and account.effective_until is null
  returning account.id
)
select count(*)::int as "accountCount" from closed
