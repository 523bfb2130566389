-- Matches the lines of a return with the payments of the version, by serial, and puts what is out of the ordinary into the
-- temporary table `matched`: every line but those that are the first word on their payment and say that it is paid, and one
-- row per payment of an answered file that the return does not list. A line that is not in `matched` is applied as it
-- stands: of a million lines nearly all, and none of them is written a second time.
--
-- `verdict` is STATED for what is recorded, REPEATED for what says again what is known, UNLISTED, or the discrepancy
-- of the first rule that the line breaks; the rules stand in the order in which a clerk would ask. `leaves_open` marks
-- payments that had no result and get none from this return: their result is unknown (结果不明), never a failure.
-- Invariants 6 and 7; source: design, files, "Return".
create temporary table matched on commit drop as
with last_outcome as materialized (
  select distinct on (serial) serial, seq, outcome, code
  from payment_outcome
  where agency_id = :agencyId::bigint and version_id = :versionId::bigint
  order by serial, seq desc

-- Rows of one serial that do not agree: none of them can be believed. Most returns repeat no serial, and need no search.
), contradicted as materialized (
  select serial
  from returned_line
  where :repeatedCount::int > 0 and serial in (select serial from returned_line where occurrence > 1)
  group by serial
  having count(distinct outcome) > 1

-- Of a batch sent in several files only those are answered that have a line in the return.
), answered_file as materialized (
  select first_serial, first_serial + line_count - 1 as last_serial
  from bank_file
  where agency_id = :agencyId::bigint and version_id = :versionId::bigint
    and exists (
      select from returned_line line
      where line.serial between bank_file.first_serial and bank_file.first_serial + bank_file.line_count - 1
    )

), compared as (
  select line.line_no, line.occurrence, coalesce(payment.serial, line.serial) as serial,
    coalesce(last_outcome.seq, 0) as last_seq, last_outcome.outcome as known_outcome,
    payment.amount_fen as sent_fen, payment.account_tail as sent_tail, payment.payee_name as sent_name,
    line.amount_fen as stated_fen, line.account_tail as stated_tail, line.payee_name as stated_name,
    line.outcome as stated_outcome, line.code, line.posted_on,
    line.bank_code, line.bank_message, line.bank_serial, line.malformed,
    -- Money that came back without ever having arrived was never paid.
    case when line.outcome = 'REVERSED' and coalesce(last_outcome.outcome, 'UNKNOWN') = 'UNKNOWN' then 'FAILED'
      else line.outcome end as outcome,
    case
      when line.line_no is null then 'UNLISTED'
      when line.malformed is not null then 'MALFORMED_LINE'
      when payment.serial is null then 'UNKNOWN_SERIAL'
      when contradicted.serial is not null or line.occurrence > 1 then 'REPEATED_ROW'
      when line.amount_fen <> payment.amount_fen then 'AMOUNT_DIFFERS'
      when line.account_index <> payment.account_index then 'ACCOUNT_DIFFERS'
      when coalesce(line.name_key, line.payee_name) <> payment.payee_name_key then 'NAME_DIFFERS'
      when last_outcome.serial is null then 'STATED'
      when last_outcome.outcome = 'UNKNOWN' then
        case when line.outcome = 'UNKNOWN' and line.code = last_outcome.code then 'REPEATED' else 'STATED' end
      when line.outcome = last_outcome.outcome then 'REPEATED'
      when line.outcome = 'REVERSED' and last_outcome.outcome = 'SUCCEEDED' then 'STATED'
      when line.outcome = 'REVERSED' and last_outcome.outcome = 'FAILED' then 'REPEATED'
      else 'ALREADY_SETTLED'
    end as verdict
  from (
    select serial, amount_fen, account_index, account_tail, payee_name, payee_name_key
    from payment
    where agency_id = :agencyId::bigint and version_id = :versionId::bigint
  ) payment
  full join returned_line line on line.serial = payment.serial
  left join last_outcome on last_outcome.serial = payment.serial
  left join contradicted on contradicted.serial = line.serial
  where line.line_no is not null
    or (last_outcome.serial is null and exists (
      select from answered_file where payment.serial between answered_file.first_serial and answered_file.last_serial))
)
select line_no, serial, last_seq, verdict, known_outcome, stated_outcome, occurrence, sent_fen, sent_tail, sent_name,
  stated_fen, stated_tail, stated_name, code, posted_on, bank_code, bank_message, bank_serial, malformed,
  case when verdict = 'STATED' then outcome else 'UNKNOWN' end as outcome,
  last_seq = 0 and (verdict = 'UNLISTED' or (
    occurrence = 1 and verdict in ('REPEATED_ROW', 'AMOUNT_DIFFERS', 'ACCOUNT_DIFFERS', 'NAME_DIFFERS')
  )) as leaves_open
from compared
where not (verdict = 'STATED' and last_seq = 0 and stated_outcome = 'SUCCEEDED')
