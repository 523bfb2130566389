-- What the entitlement module records of a return: the ordinary lines as they stand, then what `matched` says of the others.
-- A view, so that a million lines are not written twice; it goes with the tables below it.
create temporary view stated as
select line.serial::int as serial, 1::smallint as seq, line.outcome, line.amount_fen, line.line_no, line.posted_on, line.code,
  line.bank_code, line.bank_message, line.bank_serial
from returned_line line
where not exists (select from matched where matched.line_no = line.line_no)
union all
select serial::int, (last_seq + 1)::smallint, outcome, sent_fen,
  case when verdict = 'STATED' then line_no end,
  case when verdict = 'STATED' then posted_on end,
  case when verdict = 'STATED' then code else '13' end,
  case when verdict = 'STATED' then bank_code end,
  case verdict when 'STATED' then bank_message when 'UNLISTED' then '回盘文件未列' else '回盘内容与报盘不符，待核实' end,
  case when verdict = 'STATED' then bank_serial end
from matched
where verdict = 'STATED' or leaves_open
