-- Account changed and payment resumed by the same two users within days (账户变更与恢复发放由同一对人员办理).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (days int)
)
select account.id, account.person_id, null::bigint, null::bigint, array[account.proposed_by, account.confirmed_by],
  jsonb_build_object('accountTail', account.account_tail, 'eventId', max(event.id))
from asked
cross join life_event event
join bank_account account on account.agency_id = event.agency_id and account.person_id = event.person_id
  and account.proposed_by = event.proposed_by and account.confirmed_by = event.confirmed_by
where event.agency_id = :agencyId::bigint and event.kind in ('RELEASE', 'HOLD_LIFTED', 'RETRACTION')
  and event.state = 'CONFIRMED' and account.state = 'CONFIRMED' and account.import_id is null
  and abs(extract(epoch from account.confirmed_at - event.confirmed_at)) <= asked.days * 86400
group by account.id, account.person_id, account.proposed_by, account.confirmed_by, account.account_tail
