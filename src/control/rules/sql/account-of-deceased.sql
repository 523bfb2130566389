-- A dead person's account in use for another (使用已故人员账户).
with died as (
  select distinct person_id from life_event
  where agency_id = :agencyId::bigint and kind = 'DEATH' and state = 'CONFIRMED' and jsonb_array_length(:asked::jsonb) > 0
), former as (
  select account.account_index, min(account.person_id) as deceased
  from died
  join bank_account account on account.agency_id = :agencyId::bigint and account.person_id = died.person_id
    and account.state = 'CONFIRMED'
  group by account.account_index
)
select account.id, account.person_id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('accountTail', account.account_tail, 'deceased', former.deceased)
from former
join bank_account account on account.agency_id = :agencyId::bigint and account.account_index = former.account_index
where account.state = 'CONFIRMED' and account.effective_until is null
  and not exists (select from died where died.person_id = account.person_id)
