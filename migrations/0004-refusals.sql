-- What the database itself refuses, whoever asks: rewriting history, touching a frozen batch, paying twice,
-- and seeing another agency's rows.

create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry
  for each statement execute function refuse_change();
create trigger payment_append_only before update or delete or truncate on payment
  for each statement execute function refuse_change();
create trigger payment_outcome_append_only before update or delete or truncate on payment_outcome
  for each statement execute function refuse_change();

-- Invariant 4: lines are added to a batch, and its version is changed, only before submission.
create function refuse_frozen_lines() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct agency_id, version_id from added) line
    join batch_version version on version.agency_id = line.agency_id and version.id = line.version_id
    join payment_batch batch on batch.agency_id = version.agency_id and batch.id = version.batch_id
    where batch.state not in ('DRAFT', 'COMPILED')
  ) then
    raise exception 'the batch is frozen' using errcode = 'integrity_constraint_violation', constraint = 'payment_batch_frozen';
  end if;
  return null;
end
$$;
create trigger payment_frozen after insert on payment referencing new table as added
  for each statement execute function refuse_frozen_lines();

create function refuse_frozen_version() returns trigger language plpgsql as $$
begin
  if exists (
    select from payment_batch batch
    where batch.agency_id = old.agency_id and batch.id = old.batch_id
      and (batch.state not in ('DRAFT', 'COMPILED') or tg_op = 'DELETE')
  ) then
    raise exception 'the batch is frozen' using errcode = 'integrity_constraint_violation', constraint = 'payment_batch_frozen';
  end if;
  return new;
end
$$;
create trigger batch_version_frozen before update or delete on batch_version
  for each row execute function refuse_frozen_version();

-- Invariant 1: an entitlement leaves its payment only when that payment is dead: its latest outcome is
-- failed or reversed, or its version is no longer the current one of a live batch. Its amount never
-- changes while it is in a payment.
create function refuse_second_payment() returns trigger language plpgsql as $$
begin
  if exists (
    select
    from (
      select before.agency_id, before.version_id, before.serial
      from before
      join after using (agency_id, benefit_id, period, enrollment_id, adjustment_no)
      where before.version_id is not null
        and ((before.version_id, before.serial) is distinct from (after.version_id, after.serial)
          or before.amount_fen <> after.amount_fen)
    ) moved
    join batch_version version on version.agency_id = moved.agency_id and version.id = moved.version_id
    join payment_batch batch on batch.agency_id = version.agency_id and batch.id = version.batch_id
    where batch.state <> 'VOIDED' and batch.current_version_id = moved.version_id
      and coalesce((
        select outcome.outcome from payment_outcome outcome
        where outcome.agency_id = moved.agency_id and outcome.version_id = moved.version_id and outcome.serial = moved.serial
        order by outcome.seq desc limit 1
      ), 'SENT') not in ('FAILED', 'REVERSED')
  ) then
    raise exception 'the entitlement is in a live payment'
      using errcode = 'integrity_constraint_violation', constraint = 'entitlement_one_live_payment';
  end if;
  return null;
end
$$;
create trigger entitlement_one_live_payment after update on entitlement
  referencing old table as before new table as after
  for each statement execute function refuse_second_payment();
create trigger entitlement_kept before delete or truncate on entitlement
  for each statement execute function refuse_change();

-- Invariant 9. The sub-select is evaluated once per statement, not once per row.
do $$
declare
  name text;
begin
  for name in
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name = 'agency_id' order by 1
  loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy agency_isolation on %I using (agency_id = (select current_agency_id()))', name);
    execute format('grant select, insert, update on %I to zufa_app', name);
  end loop;
end
$$;
-- The list of agencies is public within the installation (a user names one to sign in); only an agency's own
-- transaction may add or change its row.
alter table agency enable row level security;
create policy agency_listed on agency for select using (true);
create policy agency_own on agency using (id = (select current_agency_id()));
grant select, insert, update on agency to zufa_app;
-- A new agency takes its number first, so that its own scope can be set before its row is written.
grant usage on sequence agency_id_seq to zufa_app;

revoke update on audit_entry, ledger_entry, payment, payment_outcome, password_history, stored_file, stored_file_chunk from zufa_app;
-- Prepared lines of an import that was refused, and amounts it replaces, are the only rows ever deleted.
grant delete on roster_import_row, verification_import_row, file_import_problem to zufa_app;
grant usage on schema public to zufa_app;
