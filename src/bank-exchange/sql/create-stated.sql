-- What the entitlement module records of a return: the ordinary lines as they stand, then what `matched` says of the others.
-- A view, so that a million lines are not written twice; it goes with the tables below it. `is_plain` is a constant of each
-- branch: who asks for the others alone reads `matched` alone.
create temporary view stated as
select true as is_plain, line.serial::int as serial, 1::smallint as seq, 'SUCCEEDED' as outcome, line.amount_fen, line.line_no, line.posted_on,
  line.code, line.bank_code, line.bank_message, line.bank_serial
from returned_line line
where not exists (select from matched where matched.line_no = line.line_no)
union all
select false, serial::int, (last_seq + 1)::smallint, outcome, sent_fen, line_no, posted_on, code, bank_code, bank_message, bank_serial
from matched
where verdict = 'STATED'
-- A result that stays open has no words of the bank that could be believed.
union all
select false, serial::int, (last_seq + 1)::smallint, outcome, sent_fen, null::int, null::date, '13', null,
  case verdict when 'UNLISTED' then '回盘文件未列' else '回盘内容与报盘不符，待核实' end, null
from matched
where leaves_open
