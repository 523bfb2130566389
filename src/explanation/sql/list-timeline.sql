-- A person's whole story (个人台账), the newest first: enrolments, proofs of life, events and what took them back, suspicions,
-- accounts, payments and what the bank said of them, what is withheld or cancelled now, and what was claimed back and came
-- back. Texts are for users.
with story as (
  select enrollment.from_month as happened_on, 1 as rank, 'ENROLLED' as kind,
    format('列入“%s”名册，自 %s 起享受%s', project.name, to_char(enrollment.from_month, 'YYYY-MM'),
      coalesce('，至 ' || to_char(enrollment.until_month, 'YYYY-MM'), '')) as text,
    null::bigint as amount_fen, 'enrollment' as subject_type, enrollment.id as subject_id
  from enrollment
  join project on project.agency_id = enrollment.agency_id and project.id = enrollment.project_id
  where enrollment.agency_id = :agencyId::bigint and enrollment.person_id = :personId::bigint
  union all
  select verified_on, 2, case result when 'PASSED' then 'VERIFIED' else 'VERIFICATION_FAILED' end,
    format('领取资格认证%s%s', case result when 'PASSED' then '通过' else '不通过' end, coalesce('，有效至 ' || valid_until::text, '')),
    null, 'verification', id
  from verification where agency_id = :agencyId::bigint and person_id = :personId::bigint
  union all
  select happened_on, 3, 'EVENT_' || state,
    format('%s（%s报告）：%s', case kind when 'DEATH' then '死亡' when 'CUSTODY' then '服刑' when 'RELEASE' then '刑满释放'
      when 'EMIGRATION' then '迁出定居' when 'END_OF_ENTITLEMENT' then '资格终止' when 'HOLD' then '人工暂停'
      when 'HOLD_LIFTED' then '解除暂停' else '撤销变动' end, reported_on,
      case state when 'PROPOSED' then '待复核' when 'CONFIRMED' then '已生效' when 'REJECTED' then '已退回' else '已撤销' end),
    null, 'life-event', id
  from life_event where agency_id = :agencyId::bigint and person_id = :personId::bigint
  union all
  select (opened_at at time zone 'Asia/Shanghai')::date, 4, 'SUSPICION_' || state,
    format('数据比对%s：%s', case kind when 'DEATH' then '疑似死亡' else '疑似服刑' end,
      case state when 'CONFIRMED' then '已确认' when 'CLEARED' then '已排除' else '待核实，暂停发放' end),
    null, 'suspicion', id
  from suspicion where agency_id = :agencyId::bigint and person_id = :personId::bigint
  union all
  select effective_from, 5, 'ACCOUNT', format('银行账户（尾号 %s，%s）生效', account_tail, bank_name), null, 'bank-account', id
  from bank_account where agency_id = :agencyId::bigint and person_id = :personId::bigint and state = 'CONFIRMED'
  union all
  select batch.sent_on, 6, 'SENT', format('%s：报盘发放', payout.name), payment.amount_fen, 'batch', batch.id
  from enrollment
  join payment on payment.agency_id = enrollment.agency_id and payment.enrollment_id = enrollment.id
  join batch_version version on version.agency_id = payment.agency_id and version.id = payment.version_id
  join payment_batch batch on batch.agency_id = version.agency_id and batch.id = version.batch_id
    and batch.current_version_id = version.id and batch.sent_on is not null
  join payout on payout.agency_id = batch.agency_id and payout.id = batch.payout_id
  where enrollment.agency_id = :agencyId::bigint and enrollment.person_id = :personId::bigint
  union all
  select coalesce(outcome.posted_on, (received.applied_at at time zone 'Asia/Shanghai')::date), 7, outcome.outcome,
    format('%s：%s%s', payout.name, case outcome.outcome when 'SUCCEEDED' then '发放成功' when 'FAILED' then '发放失败'
      when 'REVERSED' then '退汇' else '结果不明' end, coalesce('（' || nullif(outcome.bank_message, '') || '）', '')),
    payment.amount_fen, 'bank-return', outcome.return_id
  from enrollment
  join payment on payment.agency_id = enrollment.agency_id and payment.enrollment_id = enrollment.id
  join payment_outcome outcome on outcome.agency_id = payment.agency_id and outcome.version_id = payment.version_id
    and outcome.serial = payment.serial
  join bank_return received on received.agency_id = outcome.agency_id and received.id = outcome.return_id
  join batch_version version on version.agency_id = payment.agency_id and version.id = payment.version_id
  join payment_batch batch on batch.agency_id = version.agency_id and batch.id = version.batch_id
  join payout on payout.agency_id = batch.agency_id and payout.id = batch.payout_id
  where enrollment.agency_id = :agencyId::bigint and enrollment.person_id = :personId::bigint
  union all
  select entitlement.judged_on, 8, entitlement.state,
    format('%s %s：%s', to_char(entitlement.period, 'YYYY-MM'), benefit.name,
      case entitlement.state when 'DUE' then '待发放' when 'WITHHELD' then '暂停发放' when 'FAILED' then '待重发' else '取消' end),
    entitlement.amount_fen, 'enrollment', enrollment.id
  from enrollment
  join benefit on benefit.agency_id = enrollment.agency_id and benefit.project_id = enrollment.project_id
  join entitlement on entitlement.agency_id = enrollment.agency_id and entitlement.benefit_id = benefit.id
    and entitlement.enrollment_id = enrollment.id and entitlement.state <> 'IN_PAYMENT' and entitlement.deduction_id is null
  where enrollment.agency_id = :agencyId::bigint and enrollment.person_id = :personId::bigint
  union all
  select opened_on, 9, 'OVERPAID', format('多发追回立案：%s', case state when 'PENDING' then '待核定' when 'ORDERED' then '已责令退回'
      when 'IN_INSTALMENTS' then '分期履行中' when 'IN_DEDUCTION' then '抵扣中' when 'SETTLED' then '已结清'
      when 'TRANSFERRED' then '移交处理' else '已撤销' end),
    claimed_fen, 'overpayment-case', id
  from overpayment_case where agency_id = :agencyId::bigint and person_id = :personId::bigint
  union all
  select entry.happened_on, 10, case when sum(entry.amount_fen) > 0 then 'RECOVERED' else 'RECOVERY_UNDONE' end,
    case when sum(entry.amount_fen) < 0 then '多发追回：退还或冲回' when entry.deduction_id is null then '多发追回：退回'
      else '多发追回：待遇抵扣' end,
    abs(sum(entry.amount_fen))::bigint, 'overpayment-case', entry.case_id
  from overpayment_case
  join recovery_entry entry on entry.agency_id = overpayment_case.agency_id and entry.case_id = overpayment_case.id
  where overpayment_case.agency_id = :agencyId::bigint and overpayment_case.person_id = :personId::bigint
  group by entry.case_id, entry.happened_on, entry.repayment_id, entry.deduction_id, entry.version_id, entry.amount_fen > 0

-- A day is never cut in two: the next page begins before it.
), page as (
  select * from story
  where happened_on < :before::date
  order by happened_on desc
  fetch first (:limit::int) rows with ties
)
select happened_on::text as "happenedOn", kind, text, amount_fen as "amountFen", subject_type as "subjectType", subject_id as "subjectId"
from page
order by happened_on desc, rank desc, subject_id desc, text
