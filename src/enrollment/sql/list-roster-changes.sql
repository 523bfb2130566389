-- What a roster import changes, row by row: the registry's values before and the roster's after; of several amounts
-- of a benefit the one in force counts (the last of equal keys wins in jsonb). Rows below zero are
-- persons missing from a full roster and come after the others.
select line.row_no as "rowNo", line.act, line.changed_fields as "changedFields",
  line.citizen_id as "citizenId", line.name, line.account_tail as "accountTail",
  jsonb_build_object(
    'name', person.name, 'street', person.street, 'community', person.community,
    'employer', enrollment.employer, 'retiredOn', enrollment.retired_on,
    'fromMonth', to_char(enrollment.from_month, 'YYYY-MM'),
    'untilMonth', to_char(enrollment.until_month, 'YYYY-MM'),
    'account', account.payee_name || ' ' || account.bank_name || ' *' || account.account_tail
  ) as before,
  jsonb_build_object(
    'name', line.name, 'street', line.street, 'community', line.community,
    'employer', line.employer, 'retiredOn', line.retired_on,
    'fromMonth', to_char(line.from_month, 'YYYY-MM'),
    'untilMonth', to_char(line.until_month, 'YYYY-MM'),
    'account', line.payee_name || ' ' || line.bank_name || ' *' || line.account_tail
  ) as after,
  line.amounts,
  coalesce((
    select jsonb_object_agg(amount.benefit_id, amount.amount_fen order by amount.effective_from)
    from enrollment_amount amount
    where amount.agency_id = :agencyId and amount.enrollment_id = enrollment.id
      and amount.effective_from <= greatest(import.effective_month, line.from_month)
  ), '{}') as "amountsBefore"
from file_import import
join roster_import_row line on line.agency_id = import.agency_id and line.import_id = import.id
left join person on person.agency_id = :agencyId and person.id = line.person_id
left join enrollment on enrollment.agency_id = :agencyId and enrollment.id = line.enrollment_id
left join bank_account account on account.agency_id = :agencyId and account.person_id = line.person_id
  and account.state = 'CONFIRMED' and account.effective_until is null
where import.agency_id = :agencyId and import.id = :importId
  and line.act = any(:acts::text[])
  and (case when line.row_no > 0 then line.row_no else 1000000000 - line.row_no end) > :afterRow
order by case when line.row_no > 0 then line.row_no else 1000000000 - line.row_no end
limit :rowLimit
