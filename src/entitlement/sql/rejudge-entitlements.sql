-- Gives every open entitlement its new verdict: what was withheld last month and is payable today joins this version's
-- payments. Back-pay (补发) needs no more than this.
with changed as (
  update entitlement
  set state = judged.state, reason = nullif(judged.reason, 'NOT_IN_THIS_BATCH'), judged_on = :judgedOn::date,
    amount_fen = judged.amount_fen,
    version_id = case when judged.serial is not null then :versionId::bigint end, serial = judged.serial
  from judged
  where not judged.is_new
    and entitlement.agency_id = :agencyId::bigint and entitlement.benefit_id = judged.benefit_id
    and entitlement.period = judged.period and entitlement.enrollment_id = judged.enrollment_id
    and entitlement.adjustment_no = judged.adjustment_no
    -- What stays cancelled for the same reason is not written again every month.
    and not (entitlement.state = 'CANCELLED' and judged.state = 'CANCELLED' and entitlement.reason = judged.reason)
  returning 1
)
select count(*)::int as "rejudgedCount" from changed
