-- Accounts changed again and again (频繁变更账户): more confirmed changes within the days than allowed; the first account is none.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, days int, max_changes int)
)
select account.person_id, account.person_id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('lastAccount', max(account.id))
from bank_account account
where account.agency_id = :agencyId::bigint and account.state = 'CONFIRMED'
  -- Most persons never changed an account: only those whose account once ended are counted.
  and account.person_id in (
    select former.person_id from bank_account former
    where former.agency_id = :agencyId::bigint and former.state = 'CONFIRMED' and former.effective_until is not null
  )
group by account.person_id
having count(*) > 1 and count(*) filter (where account.confirmed_at >= (select today - days from asked))
    - (min(account.confirmed_at) >= (select today - days from asked))::int > (select max_changes from asked)
