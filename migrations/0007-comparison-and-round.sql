-- Data comparison (数据比对): files of deaths, cremations, household cancellations, custody and signs of life, and whom of the
-- registry they hit. Monthly round (按月核实): everybody enrolled in a month compared before that month is paid.

alter table file_import
  add column source text constraint file_import_source_known check (
    source in ('DEATHS', 'CREMATIONS', 'HOUSEHOLD_CANCELLATIONS', 'CUSTODY', 'MEDICAL_VISITS', 'TRAVEL')
  );
alter table file_import drop constraint file_import_kind_known;
alter table file_import
  add constraint file_import_kind_known check (kind in ('ROSTER', 'VERIFICATION', 'COMPARISON')),
  add constraint file_import_source_of_comparison check ((kind = 'COMPARISON') = (source is not null));
drop index file_import_once;
create unique index file_import_once on file_import
  (agency_id, kind, coalesce(source, ''), coalesce(project_id, 0), mode, coalesce(effective_month, '-infinity'::date), sha256)
  where state in ('UPLOADED', 'CHECKED', 'CONFIRMED', 'APPLIED');

-- A row of a comparison file that is about a person of the registry; rows about others are counted and not kept. `effect`
-- is what became of it, null until the file has been confirmed. No foreign keys: hits are born from a join with persons,
-- of whom none is ever deleted, and a file of signs of life has very many.
create table comparison_hit (
  agency_id     bigint not null,
  import_id     bigint not null,
  row_no        int not null,
  source        text not null constraint comparison_hit_source_known check (
    source in ('DEATHS', 'CREMATIONS', 'HOUSEHOLD_CANCELLATIONS', 'CUSTODY', 'MEDICAL_VISITS', 'TRAVEL')
  ),
  person_id     bigint not null,
  match         text not null constraint comparison_hit_match_known check (match in ('EXACT', 'ID_OTHER_NAME', 'LEGACY_ID')),
  name          text not null,
  happened_on   date not null,
  record_no     text not null,
  effect        text constraint comparison_hit_effect_known check (
    effect in ('SUSPECTED', 'REPEATED', 'KNOWN', 'VERIFIED', 'OLDER', 'AFTER_DEATH', 'LISTED')
  ),
  suspicion_id  bigint,
  primary key (agency_id, import_id, row_no)
);
create index comparison_hit_by_person on comparison_hit (agency_id, person_id, source, happened_on);
create index comparison_hit_by_suspicion on comparison_hit (agency_id, suspicion_id) where suspicion_id is not null;
select isolate_agency_table('comparison_hit');
-- The hits of a file that came to nothing are forgotten.
grant delete on comparison_hit to zufa_app;

-- proposed_on: the day of the death or arrest as the clerk found it. life_event_id: the event a confirmed suspicion became.
alter table suspicion add column proposed_on date, add column life_event_id bigint,
  add foreign key (agency_id, life_event_id) references life_event (agency_id, id);

create table monthly_round (
  agency_id    bigint not null,
  id           bigint generated always as identity,
  project_id   bigint not null,
  month        date not null constraint monthly_round_is_month check (extract(day from month) = 1),
  state        text not null constraint monthly_round_state_known check (state in ('OPEN', 'CLOSED', 'CONFIRMED')),
  run_on       date,
  reason       text,
  opened_by    bigint not null,
  opened_at    timestamptz not null,
  closed_by    bigint,
  closed_at    timestamptz,
  confirmed_by bigint,
  confirmed_at timestamptz,
  version      int not null,
  primary key (agency_id, id),
  constraint monthly_round_once unique (agency_id, project_id, month),
  constraint monthly_round_four_eyes check (confirmed_by <> closed_by and (state <> 'CONFIRMED' or confirmed_by is not null)),
  foreign key (agency_id, project_id) references project (agency_id, id),
  foreign key (agency_id, opened_by) references app_user (agency_id, id),
  foreign key (agency_id, closed_by) references app_user (agency_id, id),
  foreign key (agency_id, confirmed_by) references app_user (agency_id, id)
);
select isolate_agency_table('monthly_round');

-- How everybody enrolled in the month of a round stood at its latest run. `was_listed`: stood on the work list at some
-- run, so that who is verified now was verified by hand. A note (本月未核实) belongs to the result it was written for.
-- No foreign keys: a mass table, born from a join with its parents.
create table round_member (
  agency_id        bigint not null,
  round_id         bigint not null,
  enrollment_id    bigint not null,
  person_id        bigint not null,
  result           text not null constraint round_member_result_known check (result in (
    'VERIFIED', 'NEVER_VERIFIED', 'OVERDUE', 'FAILED', 'SUSPECTED_DEATH', 'SUSPECTED_CUSTODY', 'DECEASED', 'IN_CUSTODY', 'ENDED'
  )),
  was_listed       boolean not null,
  held_back_reason text,
  held_back_by     bigint,
  primary key (agency_id, round_id, enrollment_id)
);
create index round_member_listed on round_member (agency_id, round_id, enrollment_id)
  where result in ('NEVER_VERIFIED', 'OVERDUE', 'FAILED', 'SUSPECTED_DEATH', 'SUSPECTED_CUSTODY');
select isolate_agency_table('round_member');
