-- What a proof of life rests on: the evidence its channel asks for, failed attempts from files too; how everybody's
-- proof stands on a day; and the reminders sent to those whose proof runs out.

-- A photo or certificate (认证凭证), kept once by its content; the bytes are with the stored file, encrypted. One
-- stamped list of a community may prove many persons.
create table evidence_file (
  agency_id  bigint not null,
  id         bigint generated always as identity,
  file_id    bigint not null,
  sha256     bytea not null,
  type       text not null constraint evidence_file_type_known check (type in ('JPEG', 'PNG', 'PDF')),
  primary key (agency_id, id),
  constraint evidence_file_once unique (agency_id, sha256),
  foreign key (agency_id, file_id) references stored_file (agency_id, id)
);
select isolate_agency_table('evidence_file');
-- What once proved a life is not exchanged for something else.
revoke update on evidence_file from zufa_app;

alter table verification
  add column reference_no text,
  add column visitors text[],
  add column evidence_file_id bigint,
  add foreign key (agency_id, evidence_file_id) references evidence_file (agency_id, id);

alter table verification_import_row
  add column result text not null default 'PASSED',
  add column reference_no text,
  add column visitors text[],
  add column evidence_file_id bigint;
alter table verification_import_row alter column result drop default;

-- How the proof of life of everybody enrolled in the month of `today` stands in each project. Whose death is
-- confirmed, or whose entitlement ended before this month, can or need prove nothing any more. A proof is valid
-- until its own last day, else for the project's cycle, plus the days of grace: `deadline_on` is the last day on which
-- it counts, null in a project that asks for no proof. A failed attempt that no passed one followed stands above all.
-- A function, because lists, counts and reminders must not each have a rule of their own.
create function verification_standing(today date, expiring_days int)
returns table (agency_id bigint, project_id bigint, person_id bigint, verified_on date, failed_on date, deadline_on date, standing text)
language sql stable as $$
  select enrollment.agency_id, enrollment.project_id, enrollment.person_id, status.verified_on, status.failed_on, proof.deadline_on,
    case
      when project.verification_cycle_months > 0 and status.failed_on >= coalesce(status.verified_on, '-infinity') then 'FAILED'
      when status.verified_on is null then 'NEVER'
      when proof.deadline_on < today then 'OVERDUE'
      when proof.deadline_on <= today + expiring_days then 'EXPIRING'
      else 'VERIFIED'
    end
  from project
  join enrollment on enrollment.agency_id = project.agency_id and enrollment.project_id = project.id
    and enrollment.from_month <= today
    and coalesce(enrollment.until_month, 'infinity') >= date_trunc('month', today::timestamp)::date
  left join verification_status status
    on status.agency_id = enrollment.agency_id and status.person_id = enrollment.person_id
  cross join lateral (
    select case when project.verification_cycle_months is not null then
      coalesce(status.valid_until, (status.verified_on + make_interval(months => project.verification_cycle_months))::date)
        + project.grace_days
    end as deadline_on
  ) proof
  where not exists (
    select from life_event event
    where event.agency_id = enrollment.agency_id and event.person_id = enrollment.person_id and event.state = 'CONFIRMED'
      and (event.kind = 'DEATH' or (
        event.kind in ('EMIGRATION', 'END_OF_ENTITLEMENT')
        and coalesce(event.project_id, enrollment.project_id) = enrollment.project_id
        and event.happened_on < date_trunc('month', today::timestamp)::date
      ))
  )
$$;

-- Reminders handed to the SMS gateway at one time (短信批次), as a file for it or over HTTP.
create table reminder_dispatch (
  agency_id  bigint not null references agency (id),
  id         bigint generated always as identity,
  adapter    text not null constraint reminder_dispatch_adapter_known check (adapter in ('FILE', 'HTTP')),
  created_by bigint,
  created_at timestamptz not null,
  primary key (agency_id, id),
  foreign key (agency_id, created_by) references app_user (agency_id, id)
);
select isolate_agency_table('reminder_dispatch');

-- The outbox (提醒): planned once for a person, a deadline and a stage, sent afterwards. `lapsed_on` is the day on which
-- there was nothing left to remind of: verified meanwhile, dead, or overtaken by a nearer stage.
create table reminder (
  agency_id   bigint not null,
  id          bigint generated always as identity,
  person_id   bigint not null,
  project_id  bigint not null,
  deadline_on date not null,
  days_before int not null,
  channel     text not null constraint reminder_channel_known check (channel in ('SMS')),
  text        text not null,
  state       text not null constraint reminder_state_known check (state in ('PENDING', 'SENT', 'FAILED', 'LAPSED')),
  failure     text,
  dispatch_id bigint,
  lapsed_on   date,
  created_at  timestamptz not null,
  sent_at     timestamptz,
  primary key (agency_id, id),
  foreign key (agency_id, person_id) references person (agency_id, id),
  foreign key (agency_id, project_id) references project (agency_id, id),
  foreign key (agency_id, dispatch_id) references reminder_dispatch (agency_id, id)
);
select isolate_agency_table('reminder');
-- Nobody is reminded twice for one deadline and stage. A lapsed reminder was never sent and stands in nobody's way.
create unique index reminder_once_per_stage on reminder (agency_id, person_id, deadline_on, days_before) where state <> 'LAPSED';
create index reminder_pending on reminder (agency_id, deadline_on, id) where state = 'PENDING';
create index reminder_by_dispatch on reminder (agency_id, dispatch_id) where dispatch_id is not null;
