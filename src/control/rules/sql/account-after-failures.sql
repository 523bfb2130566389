-- A new account after several refusals in a row (连续失败后换户): the person could not be paid, then somebody else could.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, failures int, days int)
), changed as materialized (
  select account.id, account.person_id, account.account_tail, account.proposed_by, account.confirmed_by
  from asked
  cross join bank_account account
  where account.agency_id = :agencyId::bigint and account.state = 'CONFIRMED' and account.effective_until is null
    and account.confirmed_at >= asked.today - asked.days
    and exists (
      select from bank_account former
      where former.agency_id = account.agency_id and former.person_id = account.person_id
        and former.state = 'CONFIRMED' and former.id < account.id
    )
), attempt as (
  select changed.id, outcome.outcome,
    row_number() over (partition by changed.id order by payment.version_id desc, payment.serial) as nth
  from changed
  join payment on payment.agency_id = :agencyId::bigint and payment.person_id = changed.person_id
    and payment.account_id < changed.id
  join payment_outcome outcome on outcome.agency_id = payment.agency_id and outcome.version_id = payment.version_id
    and outcome.serial = payment.serial
  where not exists (
    select from payment_outcome later
    where later.agency_id = outcome.agency_id and later.version_id = outcome.version_id and later.serial = outcome.serial
      and later.seq > outcome.seq
  )
)
select changed.id, changed.person_id, null::bigint, null::bigint, array[changed.proposed_by, changed.confirmed_by],
  jsonb_build_object('accountTail', changed.account_tail, 'failures', asked.failures)
from asked
cross join changed
join attempt on attempt.id = changed.id and attempt.nth <= asked.failures and attempt.outcome = 'FAILED'
group by changed.id, changed.person_id, changed.proposed_by, changed.confirmed_by, changed.account_tail, asked.failures
having count(*) = asked.failures
