-- Internal control (内控筛查): how rules are set, when they were asked, and what they found. The rules themselves are code.

-- What an agency, or one of its projects, sets a rule to instead of its defaults; one row each, the audit log has the earlier ones.
create table control_setting (
  agency_id  bigint not null,
  id         bigint generated always as identity,
  rule_code  text not null,
  project_id bigint,
  enabled    boolean not null,
  parameters jsonb not null,
  reason     text not null,
  set_by     bigint not null,
  set_at     timestamptz not null,
  primary key (agency_id, id),
  foreign key (agency_id, project_id) references project (agency_id, id),
  foreign key (agency_id, set_by) references app_user (agency_id, id)
);
create unique index control_setting_once on control_setting (agency_id, rule_code, coalesce(project_id, 0));
select isolate_agency_table('control_setting');

-- One screening. No key to payment_batch: a screening before submission is kept even if the submission is refused, so it
-- commits by itself while the submission holds the batch's lock.
create table control_run (
  agency_id     bigint not null,
  id            bigint generated always as identity,
  kind          text not null constraint control_run_kind_known check (kind in ('ON_DEMAND', 'SUBMISSION')),
  project_id    bigint,
  batch_id      bigint,
  person_count  int not null,
  rule_count    int not null,
  figures       jsonb not null,
  requested_by  bigint,
  ran_at        timestamptz not null,
  primary key (agency_id, id),
  foreign key (agency_id, project_id) references project (agency_id, id),
  foreign key (agency_id, requested_by) references app_user (agency_id, id)
);
select isolate_agency_table('control_run');
revoke update on control_run from zufa_app;

-- What a rule found, once for the same facts. gone_at is set while the data no longer shows it. No keys to persons, projects
-- and batches: findings are born from joins with them. user_ids are those whose act it is about; none of them resolves it.
create table control_finding (
  agency_id    bigint not null,
  id           bigint generated always as identity,
  rule_code    text not null,
  subject_type text not null constraint control_finding_subject_type_known check (subject_type in (
    'PERSON', 'ACCOUNT', 'ENROLLMENT', 'LIFE_EVENT', 'VERIFICATION', 'SUSPICION', 'BENEFIT', 'FUNDING_LINE', 'BATCH',
    'BANK_RETURN', 'USER'
  )),
  subject_id   bigint not null,
  fingerprint  bytea not null,
  facts        jsonb not null,
  person_id    bigint,
  project_id   bigint,
  batch_id     bigint,
  user_ids     bigint[] not null,
  state        text not null constraint control_finding_state_known check (state in ('OPEN', 'CONFIRMED', 'DISMISSED', 'GONE')),
  first_run_id bigint not null,
  last_run_id  bigint not null,
  found_at     timestamptz not null,
  gone_at      timestamptz,
  assigned_to  bigint,
  resolution   text,
  document_no  text,
  file_id      bigint,
  resolved_by  bigint,
  resolved_at  timestamptz,
  version      int not null,
  primary key (agency_id, id),
  constraint control_finding_once unique (agency_id, rule_code, subject_id, fingerprint),
  constraint control_finding_not_by_its_subject check (resolved_by <> all (user_ids)),
  constraint control_finding_resolved check (state not in ('CONFIRMED', 'DISMISSED')
    or (resolved_by is not null and resolution is not null and (document_no is not null or file_id is not null))),
  foreign key (agency_id, first_run_id) references control_run (agency_id, id),
  foreign key (agency_id, assigned_to) references app_user (agency_id, id),
  foreign key (agency_id, file_id) references stored_file (agency_id, id),
  foreign key (agency_id, resolved_by) references app_user (agency_id, id)
);
create index control_finding_by_state on control_finding (agency_id, state, id);
create index control_finding_by_person on control_finding (agency_id, person_id) where person_id is not null;
select isolate_agency_table('control_finding');
