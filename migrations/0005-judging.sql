-- What the judging statement learns of: suspicions that hold a payment back, verifications that were failed, events
-- that are taken back, and what is deducted from a payment by agreement.

-- What every table of an agency gets: row-level security by agency, and the application's rights.
create function isolate_agency_table(name text) returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('create policy agency_isolation on %I using (agency_id = (select current_agency_id()))', name);
  execute format('grant select, insert, update on %I to zufa_app', name);
end
$$;

-- monthly_round: everybody enrolled is compared month by month (按月核实) before a batch of the project is submitted.
-- back_pay_approval_months: a payment that pays back more months than these needs a second approval.
-- funeral_months: that many months after the month of death, paid before the death was known, are not claimed back.
alter table project
  add column monthly_round boolean not null default false,
  add column back_pay_approval_months int not null default 12
    constraint project_back_pay_plausible check (back_pay_approval_months between 1 and 120),
  add column funeral_months int not null default 0 constraint project_funeral_plausible check (funeral_months between 0 and 24);
alter table project alter column monthly_round drop default, alter column back_pay_approval_months drop default,
  alter column funeral_months drop default;

-- A retraction (撤销) is an event too: it names the event it takes back, and goes through four eyes like any other.
alter table life_event add column retracts_id bigint;
alter table life_event drop constraint life_event_kind_known, drop constraint life_event_state_known;
alter table life_event
  add constraint life_event_kind_known check (
    kind in ('DEATH', 'CUSTODY', 'RELEASE', 'EMIGRATION', 'END_OF_ENTITLEMENT', 'HOLD', 'HOLD_LIFTED', 'RETRACTION')),
  add constraint life_event_state_known check (state in ('PROPOSED', 'CONFIRMED', 'REJECTED', 'RETRACTED')),
  add constraint life_event_retraction_names_one check ((kind = 'RETRACTION') = (retracts_id is not null)),
  add constraint life_event_retracted_by foreign key (agency_id, retracts_id) references life_event (agency_id, id);
drop index life_event_one_death;
create unique index life_event_one_death on life_event (agency_id, person_id)
  where kind = 'DEATH' and state not in ('REJECTED', 'RETRACTED');
create unique index life_event_one_retraction on life_event (agency_id, retracts_id)
  where retracts_id is not null and state <> 'REJECTED';

-- A verification may also be failed (认证不通过): the face did not match, the papers were not the person's.
alter table verification add column result text not null default 'PASSED'
  constraint verification_result_known check (result in ('PASSED', 'FAILED'));
alter table verification alter column result drop default;
alter table verification drop constraint verification_once_per_day;
alter table verification add constraint verification_once_per_day unique (agency_id, person_id, verified_on, channel, result);
-- failed_on: the latest failed attempt, null while there is none; verified_on is null for who never passed one.
alter table verification_status alter column verified_on drop not null, add column failed_on date;

-- A sign that somebody may have died or be in custody. It holds every payment of the person until a clerk has confirmed
-- or cleared it and a second user agreed; a file alone never ends an entitlement. Written by the data comparison.
create table suspicion (
  agency_id    bigint not null,
  id           bigint generated always as identity,
  person_id    bigint not null,
  kind         text not null constraint suspicion_kind_known check (kind in ('DEATH', 'CUSTODY')),
  suspected_on date,
  state        text not null constraint suspicion_state_known
    check (state in ('OPEN', 'CONFIRM_PROPOSED', 'CLEAR_PROPOSED', 'CONFIRMED', 'CLEARED')),
  reason       text,
  proposed_by  bigint,
  decided_by   bigint,
  opened_at    timestamptz not null,
  proposed_at  timestamptz,
  decided_at   timestamptz,
  version      int not null,
  primary key (agency_id, id),
  constraint suspicion_four_eyes check (decided_by <> proposed_by and (state not in ('CONFIRMED', 'CLEARED') or decided_by is not null)),
  foreign key (agency_id, person_id) references person (agency_id, id),
  foreign key (agency_id, proposed_by) references app_user (agency_id, id),
  foreign key (agency_id, decided_by) references app_user (agency_id, id)
);
create unique index suspicion_one_open on suspicion (agency_id, person_id, kind) where state not in ('CONFIRMED', 'CLEARED');
select isolate_agency_table('suspicion');

-- An agreement to keep back part of later payments of an enrolment (抵扣), until total_fen is reached. case_id is the
-- overpayment case it serves; keeps_fen is what must remain of the entitlement it is taken from, for a bank takes no zero.
create table deduction (
  agency_id       bigint not null,
  id              bigint generated always as identity,
  case_id         bigint not null,
  enrollment_id   bigint not null,
  per_payment_fen bigint not null constraint deduction_per_payment_positive check (per_payment_fen > 0),
  total_fen       bigint not null constraint deduction_total_positive check (total_fen > 0),
  keeps_fen       bigint not null constraint deduction_keeps_positive check (keeps_fen > 0),
  from_month      date not null constraint deduction_from_is_month check (extract(day from from_month) = 1),
  state           text not null constraint deduction_state_known check (state in ('ACTIVE', 'STOPPED')),
  created_at      timestamptz not null,
  primary key (agency_id, id),
  foreign key (agency_id, enrollment_id) references enrollment (agency_id, id)
);
create unique index deduction_one_active on deduction (agency_id, enrollment_id) where state = 'ACTIVE';
select isolate_agency_table('deduction');

-- What is deducted is an entitlement of a negative amount beside the one it is taken from: it goes into the same payment,
-- fails and comes back with it, and every sum stays a sum.
alter table entitlement add column deduction_id bigint;
alter table entitlement drop constraint entitlement_positive;
alter table entitlement add constraint entitlement_sign check (case when deduction_id is null then amount_fen > 0 else amount_fen < 0 end);
create index entitlement_by_deduction on entitlement (agency_id, deduction_id) where deduction_id is not null;

-- Back-pay of many months needs a second approval: the first approver endorses, a second one approves.
alter table payment_batch add column endorsed_by bigint,
  add foreign key (agency_id, endorsed_by) references app_user (agency_id, id);
alter table payment_batch drop constraint payment_batch_state_known, drop constraint payment_batch_approved_by_a_third;
alter table payment_batch
  add constraint payment_batch_state_known check (state in (
    'DRAFT', 'COMPILED', 'SUBMITTED', 'REVIEWED', 'ENDORSED', 'APPROVED', 'FILE_SENT', 'PARTLY_RETURNED', 'RETURNED',
    'RECONCILED', 'ARCHIVED', 'VOIDED'
  )),
  add constraint payment_batch_endorsed_by_a_third check (endorsed_by not in (prepared_by, submitted_by, reviewed_by)),
  add constraint payment_batch_approved_by_another check (approved_by not in (prepared_by, submitted_by, reviewed_by)
    and (endorsed_by is null or approved_by <> endorsed_by));
drop index payment_batch_one_open;
create unique index payment_batch_one_open on payment_batch (agency_id, project_id)
  where state in ('DRAFT', 'COMPILED', 'SUBMITTED', 'REVIEWED', 'ENDORSED', 'APPROVED');

-- A person's payments are asked for one by one (explanation, timeline); their lines come in the order of the enrolments.
create index payment_by_enrollment on payment (agency_id, enrollment_id);
