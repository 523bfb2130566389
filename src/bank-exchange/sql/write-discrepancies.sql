-- Writes the lines of `matched` that were not applied into the work list, each with its reason in words, and counts what
-- became of all lines. Of those that say paid, all but the `apart` ones are applied as they stand. Amounts in the words are yuan; of accounts only the last four digits appear.
with written as (
  insert into return_discrepancy (agency_id, return_id, line_no, kind, serial, facts, message)
  select :agencyId::bigint, :returnId::bigint, line_no, verdict,
    case when serial between 1 and 2147483647 then serial::int end,
    jsonb_strip_nulls(jsonb_build_object('sentFen', sent_fen, 'statedFen', stated_fen, 'sentAccountTail', sent_tail,
      'statedAccountTail', stated_tail, 'sentName', sent_name, 'statedName', stated_name, 'statedOutcome', stated_outcome,
      'knownOutcome', known_outcome, 'code', code, 'bankCode', bank_code, 'bankMessage', bank_message,
      'postedOn', posted_on)),
    case verdict
      when 'MALFORMED_LINE' then malformed
      when 'UNKNOWN_SERIAL' then format('本批次没有序号 %s', serial)
      when 'REPEATED_ROW' then case when occurrence = 1 then format('序号 %s 出现多次，结果互相矛盾，均未入账', serial)
        else format('序号 %s 在文件中重复出现', serial) end
      when 'AMOUNT_DIFFERS' then format('金额不符：报盘 %s 元，回盘 %s 元',
        trim(to_char(sent_fen / 100.0, '999999999999990.00')), trim(to_char(stated_fen / 100.0, '999999999999990.00')))
      when 'ACCOUNT_DIFFERS' then format('账号不符：报盘尾号 %s，回盘尾号 %s', sent_tail, stated_tail)
      when 'NAME_DIFFERS' then format('户名不符：报盘“%s”，回盘“%s”', sent_name, stated_name)
      else format('与已登记的结果不符：已登记%s，回盘为%s',
        case known_outcome when 'SUCCEEDED' then '成功' when 'FAILED' then '失败' else '退汇' end,
        case stated_outcome when 'SUCCEEDED' then '成功' when 'FAILED' then '失败' when 'REVERSED' then '退汇' else '结果不明' end)
    end
  from matched
  where verdict not in ('STATED', 'REPEATED', 'UNLISTED')
  returning 1
)
select (:lineCount::int - count(line_no) filter (where verdict <> 'STATED'))::int as "appliedCount",
  (count(*) filter (where verdict = 'REPEATED'))::int as "repeatedCount",
  (select count(*)::int from written) as "discrepancyCount",
  (count(*) filter (where leaves_open))::int as "leftOpenCount",
  (count(*) filter (where stated_outcome = 'SUCCEEDED'))::int as "apartCount",
  coalesce(sum(stated_fen) filter (where stated_outcome = 'SUCCEEDED'), 0)::bigint as "apartFen"
from matched
