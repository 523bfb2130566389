-- What the entitlement module records of a return. A view, so that a million lines are not written twice; it goes with
-- the table below it.
create temporary view stated as
select serial::int as serial, (last_seq + 1)::smallint as seq, outcome, sent_fen as amount_fen,
  case when verdict = 'STATED' then line_no end as line_no,
  case when verdict = 'STATED' then posted_on end as posted_on,
  case when verdict = 'STATED' then code else '13' end as code,
  case when verdict = 'STATED' then bank_code end as bank_code,
  case verdict when 'STATED' then bank_message when 'UNLISTED' then '回盘文件未列' else '回盘内容与报盘不符，待核实' end as bank_message,
  case when verdict = 'STATED' then bank_serial end as bank_serial
from matched
where verdict = 'STATED' or leaves_open
