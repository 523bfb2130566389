-- In the batch with an account changed only days before (报盘前变更账户).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (days int)
)
select payment.enrollment_id, payment.person_id, screened.project_id, screened.batch_id,
  array[account.proposed_by, account.confirmed_by],
  jsonb_build_object('accountTail', account.account_tail,
    'changedOn', (account.confirmed_at at time zone 'Asia/Shanghai')::date)
from asked
cross join screened_batch screened
join payment on payment.agency_id = :agencyId::bigint and payment.version_id = screened.version_id
join bank_account account on account.agency_id = payment.agency_id and account.id = payment.account_id
  and (account.confirmed_at at time zone 'Asia/Shanghai')::date >= screened.judged_on - asked.days
where exists (
  select from bank_account former
  where former.agency_id = account.agency_id and former.person_id = account.person_id
    and former.state = 'CONFIRMED' and former.id < account.id
)
