-- What the entitlement module records of a return: the ordinary lines as they stand, then what `matched` says of the others.
-- A view, so that a million lines are not written twice; it goes with the tables below it.
create temporary view stated as
select line.serial::int as serial, 1::smallint as seq, line.outcome, line.amount_fen, line.line_no, line.posted_on, line.code,
  line.bank_code, line.bank_message, line.bank_serial
from returned_line line
where not exists (select from matched where matched.line_no = line.line_no)
union all
select matched.serial::int, (matched.last_seq + 1)::smallint, matched.outcome, matched.sent_fen,
  line.line_no, line.posted_on, coalesce(line.code, '13'), line.bank_code,
  case matched.verdict when 'STATED' then line.bank_message when 'UNLISTED' then '回盘文件未列' else '回盘内容与报盘不符，待核实' end,
  line.bank_serial
from matched
left join returned_line line on matched.verdict = 'STATED' and line.line_no = matched.line_no
where matched.verdict = 'STATED' or matched.leaves_open
