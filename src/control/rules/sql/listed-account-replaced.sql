-- In the batch with an account that is no longer the person's (批次账户已变更).
select payment.enrollment_id, payment.person_id, screened.project_id, screened.batch_id, null::bigint[],
  jsonb_build_object('accountTail', payment.account_tail)
from screened_batch screened
join payment on payment.agency_id = :agencyId::bigint and payment.version_id = screened.version_id
left join bank_account account on account.agency_id = payment.agency_id and account.id = payment.account_id
  and account.state = 'CONFIRMED' and account.effective_until is null
where account.id is null and jsonb_array_length(:asked::jsonb) > 0
