-- Says of every kept row what it would change in the registry: NEW, CHANGED with the fields, SAME, or ENDED for
-- who is not in a full roster (rows below zero). An empty cell leaves what is registered, only an empty end of
-- entitlement means that there is none. Run again before applying: a row that moves was confirmed in vain.
with import as (
  select agency_id, id, project_id, effective_month
  from file_import
  where agency_id = :agencyId and id = :importId
), compared as (
  select line.row_no, person.id as person_id, enrollment.id as enrollment_id,
    case
      when line.row_no < 0 and coalesce(enrollment.until_month, 'infinity') >= import.effective_month then 'ENDED'
      when line.row_no < 0 then 'SAME'
      when enrollment.id is null then 'NEW'
      when cardinality(fields.changed) > 0 then 'CHANGED'
      else 'SAME'
    end as act,
    case when line.row_no < 0 then array['untilMonth'] else fields.changed end as changed,
    line.act as act_before, line.changed_fields as changed_before
  from import
  join roster_import_row line on line.agency_id = import.agency_id and line.import_id = import.id
  left join person on person.agency_id = import.agency_id and person.citizen_id_index = line.citizen_id_index
  left join enrollment on enrollment.agency_id = import.agency_id
    and enrollment.project_id = import.project_id and enrollment.person_id = person.id
  left join bank_account account on account.agency_id = import.agency_id and account.person_id = person.id
    and account.state = 'CONFIRMED' and account.effective_until is null
  left join lateral (
    select array_agg('amount ' || benefit.code order by benefit.code) as changed
    from jsonb_each_text(line.amounts) as wanted(benefit_id, amount_fen)
    join benefit on benefit.agency_id = import.agency_id and benefit.id = wanted.benefit_id::bigint
    left join lateral (
      select amount.amount_fen
      from enrollment_amount amount
      where amount.agency_id = import.agency_id and amount.enrollment_id = enrollment.id
        and amount.benefit_id = benefit.id
        and amount.effective_from <= greatest(import.effective_month, line.from_month)
      order by amount.effective_from desc
      limit 1
    ) current on true
    where current.amount_fen is distinct from wanted.amount_fen::bigint
  ) amounts on line.amounts <> '{}' and enrollment.id is not null
  cross join lateral (
    select array_remove(array[
      case when person.name <> line.name then 'name' end,
      case when person.id is not null and person.phone_index is distinct from line.phone_index
        and line.phone_index is not null then 'phone' end,
      case when line.street <> '' and person.street <> line.street then 'street' end,
      case when line.community <> '' and person.community <> line.community then 'community' end,
      case when line.employer <> '' and enrollment.employer <> line.employer then 'employer' end,
      case when enrollment.id is not null and enrollment.retired_on is distinct from line.retired_on
        and line.retired_on is not null then 'retiredOn' end,
      case when enrollment.from_month <> line.from_month then 'fromMonth' end,
      case when enrollment.id is not null and enrollment.until_month is distinct from line.until_month
        then 'untilMonth' end,
      case when person.id is not null and line.account_index is not null and (account.id is null
        or account.account_index <> line.account_index
        or account.payee_name_key <> line.payee_name_key
        or account.payee_relation <> line.payee_relation
        or account.payee_document is distinct from line.payee_document
        or account.bank_name <> line.bank_name
        or (line.bank_code is not null and account.bank_code is distinct from line.bank_code)) then 'account' end
    ], null) || coalesce(amounts.changed, '{}') as changed
  ) fields
), written as (
  update roster_import_row line
  set act = compared.act, changed_fields = compared.changed,
    person_id = compared.person_id, enrollment_id = compared.enrollment_id
  from compared
  where line.agency_id = :agencyId and line.import_id = :importId and line.row_no = compared.row_no
    and (line.act, line.changed_fields, line.person_id, line.enrollment_id)
      is distinct from (compared.act, compared.changed, compared.person_id, compared.enrollment_id)
  returning line.row_no
)
select count(*) filter (where act = 'NEW')::int as "newCount",
  count(*) filter (where act = 'CHANGED')::int as "changedCount",
  count(*) filter (where act = 'SAME')::int as "sameCount",
  count(*) filter (where act = 'ENDED')::int as "endedCount",
  count(*) filter (where (act, changed) is distinct from (act_before, changed_before))::int as "movedCount"
from compared
