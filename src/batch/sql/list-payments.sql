-- The lines of a batch with what the bank said last, by serial. The status is derived; it is stored nowhere.
select * from (
  select payment.serial, payment.enrollment_id as "enrollmentId", payment.person_id as "personId", person.name,
    person.citizen_id_tail as "citizenIdTail", payment.payee_name as "payeeName", payment.account_tail as "accountTail",
    payment.bank_name as "bankName", payment.amount_fen as "amountFen",
    coalesce(outcome.outcome, case when batch.sent_on is null then 'READY' else 'SENT' end) as status,
    outcome.code as "outcomeCode", outcome.bank_message as "bankMessage", outcome.posted_on as "postedOn"
  from payment_batch batch
  join payment on payment.agency_id = batch.agency_id and payment.version_id = batch.current_version_id
  join person on person.agency_id = payment.agency_id and person.id = payment.person_id
  left join lateral (
    select last.outcome, last.code, last.bank_message, last.posted_on from payment_outcome last
    where last.agency_id = payment.agency_id and last.version_id = payment.version_id and last.serial = payment.serial
    order by last.seq desc limit 1
  ) outcome on true
  where batch.agency_id = :agencyId::bigint and batch.id = :batchId::bigint and payment.serial > :after::int
) line
where :status::text is null or line.status = :status::text
order by serial
limit :limit::int
