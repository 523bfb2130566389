-- One account for two persons (一户多人): the same number is the current account of more persons than allowed, each as their own.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (max_persons int)
), own as (
  select id, person_id, account_index, account_tail from bank_account
  where agency_id = :agencyId::bigint and state = 'CONFIRMED' and effective_until is null and payee_relation = 'SELF'
), shared as (
  select account_index from own group by account_index having count(*) > (select max_persons from asked)
)
select own.id, own.person_id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('accountTail', own.account_tail,
    'persons', jsonb_agg(own.person_id) over (partition by own.account_index order by own.person_id
      range between unbounded preceding and unbounded following))
from shared
join own on own.account_index = shared.account_index
