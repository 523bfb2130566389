-- The schema as the migrations leave it. Written by `npm run schema`, compared by test/structure/schema.spec.ts;
-- never edited by hand.

create table agency (
  id bigint generated always as identity not null,
  parent_id bigint,
  code text not null,
  name text not null,
  created_at timestamp with time zone not null,
  constraint agency_pkey PRIMARY KEY (id),
  constraint agency_code_unique UNIQUE (code),
  constraint agency_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES agency(id)
);
alter table agency enable row level security;
create policy agency_listed on agency for select to public using (true);
create policy agency_own on agency for all to public using ((id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on agency to zufa_app;

create table app_user (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  username text not null,
  display_name text not null,
  password_hash text not null,
  password_set_at timestamp with time zone not null,
  must_change_password boolean not null,
  roles text[] not null,
  active boolean not null,
  failed_logins integer not null,
  locked_until timestamp with time zone,
  version integer not null,
  constraint app_user_pkey PRIMARY KEY (agency_id, id),
  constraint app_user_name_unique UNIQUE (agency_id, username),
  constraint app_user_roles_known CHECK (roles <@ ARRAY['CLERK'::text, 'REVIEWER'::text, 'APPROVER'::text, 'FINANCE'::text, 'SUPERVISOR'::text, 'AUDITOR'::text, 'ADMINISTRATOR'::text] AND cardinality(roles) > 0),
  constraint app_user_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(id)
);
alter table app_user enable row level security;
create policy agency_isolation on app_user for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on app_user to zufa_app;

create table audit_entry (
  agency_id bigint not null,
  seq bigint not null,
  at timestamp with time zone not null,
  user_id bigint,
  act text not null,
  subject_type text not null,
  subject_id bigint,
  details jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint audit_entry_pkey PRIMARY KEY (agency_id, seq),
  constraint audit_entry_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(id),
  constraint audit_entry_agency_id_user_id_fkey FOREIGN KEY (agency_id, user_id) REFERENCES app_user(agency_id, id)
);
CREATE INDEX audit_entry_by_subject ON audit_entry USING btree (agency_id, subject_type, subject_id, seq);
alter table audit_entry enable row level security;
create policy agency_isolation on audit_entry for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
CREATE TRIGGER audit_entry_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on audit_entry to zufa_app;

create table audit_head (
  agency_id bigint not null,
  seq bigint not null,
  hash bytea not null,
  constraint audit_head_pkey PRIMARY KEY (agency_id),
  constraint audit_head_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(id)
);
alter table audit_head enable row level security;
create policy agency_isolation on audit_head for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on audit_head to zufa_app;

create table bank_account (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  person_id bigint not null,
  account bytea not null,
  account_index bytea not null,
  account_tail text not null,
  payee_name text not null,
  payee_name_key text not null,
  payee_relation text not null,
  payee_document text,
  bank_name text not null,
  bank_code text,
  effective_from date not null,
  effective_until date,
  state text not null,
  import_id bigint,
  proposed_by bigint not null,
  confirmed_by bigint,
  proposed_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  constraint bank_account_pkey PRIMARY KEY (agency_id, id),
  constraint bank_account_four_eyes CHECK (confirmed_by <> proposed_by AND (state <> 'CONFIRMED'::text OR confirmed_by IS NOT NULL)),
  constraint bank_account_payee_documented CHECK (payee_relation = 'SELF'::text OR payee_document IS NOT NULL),
  constraint bank_account_relation_known CHECK (payee_relation = ANY (ARRAY['SELF'::text, 'SPOUSE'::text, 'CHILD'::text, 'PARENT'::text, 'GUARDIAN'::text, 'OTHER'::text])),
  constraint bank_account_state_known CHECK (state = ANY (ARRAY['PROPOSED'::text, 'CONFIRMED'::text, 'REJECTED'::text])),
  constraint bank_account_agency_id_confirmed_by_fkey FOREIGN KEY (agency_id, confirmed_by) REFERENCES app_user(agency_id, id),
  constraint bank_account_agency_id_import_id_fkey FOREIGN KEY (agency_id, import_id) REFERENCES file_import(agency_id, id),
  constraint bank_account_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, id),
  constraint bank_account_agency_id_proposed_by_fkey FOREIGN KEY (agency_id, proposed_by) REFERENCES app_user(agency_id, id)
);
CREATE INDEX bank_account_by_account ON bank_account USING btree (agency_id, account_index);
CREATE UNIQUE INDEX bank_account_one_current ON bank_account USING btree (agency_id, person_id) WHERE state = 'CONFIRMED'::text AND effective_until IS NULL;
CREATE UNIQUE INDEX bank_account_one_proposed ON bank_account USING btree (agency_id, person_id) WHERE state = 'PROPOSED'::text;
alter table bank_account enable row level security;
create policy agency_isolation on bank_account for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on bank_account to zufa_app;

create table bank_file (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  batch_id bigint not null,
  version_id bigint not null,
  profile_id bigint not null,
  part_no integer not null,
  file_name text not null,
  sha256 bytea not null,
  size_bytes bigint not null,
  first_serial integer not null,
  line_count integer not null,
  total_fen bigint not null,
  produced_on date not null,
  created_by bigint not null,
  created_at timestamp with time zone not null,
  constraint bank_file_pkey PRIMARY KEY (agency_id, id),
  constraint bank_file_once UNIQUE (agency_id, version_id, part_no),
  constraint bank_file_agency_id_batch_id_fkey FOREIGN KEY (agency_id, batch_id) REFERENCES payment_batch(agency_id, id),
  constraint bank_file_agency_id_created_by_fkey FOREIGN KEY (agency_id, created_by) REFERENCES app_user(agency_id, id),
  constraint bank_file_agency_id_profile_id_fkey FOREIGN KEY (agency_id, profile_id) REFERENCES bank_profile(agency_id, id),
  constraint bank_file_agency_id_version_id_fkey FOREIGN KEY (agency_id, version_id) REFERENCES batch_version(agency_id, id)
);
alter table bank_file enable row level security;
create policy agency_isolation on bank_file for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on bank_file to zufa_app;

create table bank_profile (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  code text not null,
  version_no integer not null,
  name text not null,
  definition jsonb not null,
  payer_unit_no text not null,
  payer_account bytea not null,
  created_by bigint not null,
  created_at timestamp with time zone not null,
  constraint bank_profile_pkey PRIMARY KEY (agency_id, id),
  constraint bank_profile_version_unique UNIQUE (agency_id, code, version_no),
  constraint bank_profile_agency_id_created_by_fkey FOREIGN KEY (agency_id, created_by) REFERENCES app_user(agency_id, id),
  constraint bank_profile_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(id)
);
alter table bank_profile enable row level security;
create policy agency_isolation on bank_profile for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on bank_profile to zufa_app;

create table bank_return (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  batch_id bigint not null,
  file_id bigint not null,
  sha256 bytea not null,
  state text not null,
  line_count integer not null,
  applied_count integer not null,
  repeated_count integer not null,
  discrepancy_count integer not null,
  problem jsonb,
  received_by bigint not null,
  received_at timestamp with time zone not null,
  applied_at timestamp with time zone,
  constraint bank_return_pkey PRIMARY KEY (agency_id, id),
  constraint bank_return_once UNIQUE (agency_id, sha256),
  constraint bank_return_state_known CHECK (state = ANY (ARRAY['RECEIVED'::text, 'APPLIED'::text, 'REFUSED'::text])),
  constraint bank_return_agency_id_batch_id_fkey FOREIGN KEY (agency_id, batch_id) REFERENCES payment_batch(agency_id, id),
  constraint bank_return_agency_id_file_id_fkey FOREIGN KEY (agency_id, file_id) REFERENCES stored_file(agency_id, id),
  constraint bank_return_agency_id_received_by_fkey FOREIGN KEY (agency_id, received_by) REFERENCES app_user(agency_id, id)
);
alter table bank_return enable row level security;
create policy agency_isolation on bank_return for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on bank_return to zufa_app;

create table batch_version (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  batch_id bigint not null,
  version_no integer not null,
  judged_on date not null,
  payment_count integer not null,
  total_fen bigint not null,
  digest bytea,
  compiled_by bigint not null,
  compiled_at timestamp with time zone not null,
  constraint batch_version_pkey PRIMARY KEY (agency_id, id),
  constraint batch_version_unique UNIQUE (agency_id, batch_id, version_no),
  constraint batch_version_agency_id_batch_id_fkey FOREIGN KEY (agency_id, batch_id) REFERENCES payment_batch(agency_id, id),
  constraint batch_version_agency_id_compiled_by_fkey FOREIGN KEY (agency_id, compiled_by) REFERENCES app_user(agency_id, id)
);
alter table batch_version enable row level security;
create policy agency_isolation on batch_version for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
CREATE TRIGGER batch_version_frozen BEFORE DELETE OR UPDATE ON batch_version FOR EACH ROW EXECUTE FUNCTION refuse_frozen_version();
grant insert, select, update on batch_version to zufa_app;

create table benefit (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  project_id bigint not null,
  code text not null,
  name text not null,
  frequency text not null,
  basis text not null,
  constraint benefit_pkey PRIMARY KEY (agency_id, id),
  constraint benefit_code_unique UNIQUE (agency_id, project_id, code),
  constraint benefit_basis_known CHECK (basis = ANY (ARRAY['STANDARD'::text, 'INDIVIDUAL'::text])),
  constraint benefit_frequency_known CHECK (frequency = ANY (ARRAY['MONTHLY'::text, 'YEARLY'::text])),
  constraint benefit_agency_id_project_id_fkey FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id)
);
alter table benefit enable row level security;
create policy agency_isolation on benefit for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on benefit to zufa_app;

create table benefit_rate (
  agency_id bigint not null,
  benefit_id bigint not null,
  effective_from date not null,
  amount_fen bigint not null,
  document_no text not null,
  constraint benefit_rate_once_per_month PRIMARY KEY (agency_id, benefit_id, effective_from),
  constraint benefit_rate_from_month CHECK (EXTRACT(day FROM effective_from) = 1::numeric),
  constraint benefit_rate_positive CHECK (amount_fen > 0),
  constraint benefit_rate_agency_id_benefit_id_fkey FOREIGN KEY (agency_id, benefit_id) REFERENCES benefit(agency_id, id)
);
alter table benefit_rate enable row level security;
create policy agency_isolation on benefit_rate for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on benefit_rate to zufa_app;

create table comparison_hit (
  agency_id bigint not null,
  import_id bigint not null,
  row_no integer not null,
  source text not null,
  person_id bigint not null,
  match text not null,
  name text not null,
  happened_on date not null,
  record_no text not null,
  effect text,
  suspicion_id bigint,
  constraint comparison_hit_pkey PRIMARY KEY (agency_id, import_id, row_no),
  constraint comparison_hit_effect_known CHECK (effect = ANY (ARRAY['SUSPECTED'::text, 'REPEATED'::text, 'KNOWN'::text, 'VERIFIED'::text, 'OLDER'::text, 'AFTER_DEATH'::text, 'LISTED'::text])),
  constraint comparison_hit_match_known CHECK (match = ANY (ARRAY['EXACT'::text, 'ID_OTHER_NAME'::text, 'LEGACY_ID'::text])),
  constraint comparison_hit_source_known CHECK (source = ANY (ARRAY['DEATHS'::text, 'CREMATIONS'::text, 'HOUSEHOLD_CANCELLATIONS'::text, 'CUSTODY'::text, 'MEDICAL_VISITS'::text, 'TRAVEL'::text]))
);
CREATE INDEX comparison_hit_by_person ON comparison_hit USING btree (agency_id, person_id, source, happened_on);
CREATE INDEX comparison_hit_by_suspicion ON comparison_hit USING btree (agency_id, suspicion_id) WHERE suspicion_id IS NOT NULL;
alter table comparison_hit enable row level security;
create policy agency_isolation on comparison_hit for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant delete, insert, select, update on comparison_hit to zufa_app;

create table control_finding (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  rule_code text not null,
  subject_type text not null,
  subject_id bigint not null,
  fingerprint bytea not null,
  facts jsonb not null,
  person_id bigint,
  project_id bigint,
  batch_id bigint,
  user_ids bigint[] not null,
  state text not null,
  first_run_id bigint not null,
  last_run_id bigint not null,
  found_at timestamp with time zone not null,
  gone_at timestamp with time zone,
  assigned_to bigint,
  resolution text,
  document_no text,
  file_id bigint,
  resolved_by bigint,
  resolved_at timestamp with time zone,
  version integer not null,
  constraint control_finding_pkey PRIMARY KEY (agency_id, id),
  constraint control_finding_once UNIQUE (agency_id, rule_code, subject_id, fingerprint),
  constraint control_finding_not_by_its_subject CHECK (resolved_by <> ALL (user_ids)),
  constraint control_finding_resolved CHECK ((state <> ALL (ARRAY['CONFIRMED'::text, 'DISMISSED'::text])) OR resolved_by IS NOT NULL AND resolution IS NOT NULL AND (document_no IS NOT NULL OR file_id IS NOT NULL)),
  constraint control_finding_state_known CHECK (state = ANY (ARRAY['OPEN'::text, 'CONFIRMED'::text, 'DISMISSED'::text, 'GONE'::text])),
  constraint control_finding_subject_type_known CHECK (subject_type = ANY (ARRAY['PERSON'::text, 'ACCOUNT'::text, 'ENROLLMENT'::text, 'LIFE_EVENT'::text, 'VERIFICATION'::text, 'SUSPICION'::text, 'BENEFIT'::text, 'FUNDING_LINE'::text, 'BATCH'::text, 'BANK_RETURN'::text, 'USER'::text])),
  constraint control_finding_agency_id_assigned_to_fkey FOREIGN KEY (agency_id, assigned_to) REFERENCES app_user(agency_id, id),
  constraint control_finding_agency_id_file_id_fkey FOREIGN KEY (agency_id, file_id) REFERENCES stored_file(agency_id, id),
  constraint control_finding_agency_id_first_run_id_fkey FOREIGN KEY (agency_id, first_run_id) REFERENCES control_run(agency_id, id),
  constraint control_finding_agency_id_resolved_by_fkey FOREIGN KEY (agency_id, resolved_by) REFERENCES app_user(agency_id, id)
);
CREATE INDEX control_finding_by_person ON control_finding USING btree (agency_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX control_finding_by_state ON control_finding USING btree (agency_id, state, id);
alter table control_finding enable row level security;
create policy agency_isolation on control_finding for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on control_finding to zufa_app;

create table control_run (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  kind text not null,
  project_id bigint,
  batch_id bigint,
  person_count integer not null,
  rule_count integer not null,
  figures jsonb not null,
  requested_by bigint,
  ran_at timestamp with time zone not null,
  constraint control_run_pkey PRIMARY KEY (agency_id, id),
  constraint control_run_kind_known CHECK (kind = ANY (ARRAY['ON_DEMAND'::text, 'SUBMISSION'::text])),
  constraint control_run_agency_id_project_id_fkey FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id),
  constraint control_run_agency_id_requested_by_fkey FOREIGN KEY (agency_id, requested_by) REFERENCES app_user(agency_id, id)
);
alter table control_run enable row level security;
create policy agency_isolation on control_run for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select on control_run to zufa_app;

create table control_setting (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  rule_code text not null,
  project_id bigint,
  enabled boolean not null,
  parameters jsonb not null,
  reason text not null,
  set_by bigint not null,
  set_at timestamp with time zone not null,
  constraint control_setting_pkey PRIMARY KEY (agency_id, id),
  constraint control_setting_agency_id_project_id_fkey FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id),
  constraint control_setting_agency_id_set_by_fkey FOREIGN KEY (agency_id, set_by) REFERENCES app_user(agency_id, id)
);
CREATE UNIQUE INDEX control_setting_once ON control_setting USING btree (agency_id, rule_code, COALESCE(project_id, 0::bigint));
alter table control_setting enable row level security;
create policy agency_isolation on control_setting for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on control_setting to zufa_app;

create table deduction (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  case_id bigint not null,
  enrollment_id bigint not null,
  per_payment_fen bigint not null,
  total_fen bigint not null,
  keeps_fen bigint not null,
  from_month date not null,
  state text not null,
  created_at timestamp with time zone not null,
  constraint deduction_pkey PRIMARY KEY (agency_id, id),
  constraint deduction_from_is_month CHECK (EXTRACT(day FROM from_month) = 1::numeric),
  constraint deduction_keeps_positive CHECK (keeps_fen > 0),
  constraint deduction_per_payment_positive CHECK (per_payment_fen > 0),
  constraint deduction_state_known CHECK (state = ANY (ARRAY['ACTIVE'::text, 'STOPPED'::text])),
  constraint deduction_total_positive CHECK (total_fen > 0),
  constraint deduction_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES overpayment_case(agency_id, id),
  constraint deduction_agency_id_enrollment_id_fkey FOREIGN KEY (agency_id, enrollment_id) REFERENCES enrollment(agency_id, id)
);
CREATE UNIQUE INDEX deduction_one_active ON deduction USING btree (agency_id, enrollment_id) WHERE state = 'ACTIVE'::text;
alter table deduction enable row level security;
create policy agency_isolation on deduction for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on deduction to zufa_app;

create table deduction_consent (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  case_id bigint not null,
  person_id bigint not null,
  document_no text not null,
  signed_on date not null,
  file_id bigint not null,
  recorded_by bigint not null,
  recorded_at timestamp with time zone not null,
  constraint deduction_consent_pkey PRIMARY KEY (agency_id, id),
  constraint deduction_consent_once UNIQUE (agency_id, case_id, document_no),
  constraint deduction_consent_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES overpayment_case(agency_id, id),
  constraint deduction_consent_agency_id_file_id_fkey FOREIGN KEY (agency_id, file_id) REFERENCES stored_file(agency_id, id),
  constraint deduction_consent_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, id),
  constraint deduction_consent_agency_id_recorded_by_fkey FOREIGN KEY (agency_id, recorded_by) REFERENCES app_user(agency_id, id)
);
alter table deduction_consent enable row level security;
create policy agency_isolation on deduction_consent for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select on deduction_consent to zufa_app;

create table enrollment (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  project_id bigint not null,
  person_id bigint not null,
  from_month date not null,
  until_month date,
  employer text not null,
  retired_on date,
  import_id bigint,
  created_at timestamp with time zone not null,
  version integer not null,
  constraint enrollment_pkey PRIMARY KEY (agency_id, id),
  constraint enrollment_once_per_project UNIQUE (agency_id, project_id, person_id),
  constraint enrollment_from_is_month CHECK (EXTRACT(day FROM from_month) = 1::numeric),
  constraint enrollment_until_is_month CHECK (EXTRACT(day FROM until_month) = 1::numeric),
  constraint enrollment_agency_id_import_id_fkey FOREIGN KEY (agency_id, import_id) REFERENCES file_import(agency_id, id),
  constraint enrollment_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, id),
  constraint enrollment_agency_id_project_id_fkey FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id)
);
alter table enrollment enable row level security;
create policy agency_isolation on enrollment for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on enrollment to zufa_app;

create table enrollment_amount (
  agency_id bigint not null,
  enrollment_id bigint not null,
  benefit_id bigint not null,
  effective_from date not null,
  amount_fen bigint not null,
  import_id bigint,
  constraint enrollment_amount_pkey PRIMARY KEY (agency_id, enrollment_id, benefit_id, effective_from),
  constraint enrollment_amount_positive CHECK (amount_fen > 0),
  constraint enrollment_amount_agency_id_benefit_id_fkey FOREIGN KEY (agency_id, benefit_id) REFERENCES benefit(agency_id, id),
  constraint enrollment_amount_agency_id_enrollment_id_fkey FOREIGN KEY (agency_id, enrollment_id) REFERENCES enrollment(agency_id, id)
);
alter table enrollment_amount enable row level security;
create policy agency_isolation on enrollment_amount for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on enrollment_amount to zufa_app;

create table entitlement (
  agency_id bigint not null,
  benefit_id bigint not null,
  enrollment_id bigint not null,
  project_id bigint not null,
  amount_fen bigint not null,
  version_id bigint,
  serial integer,
  period date not null,
  qualifying_on date not null,
  judged_on date not null,
  adjustment_no smallint not null,
  failed_attempts smallint not null,
  failed_version_id bigint,
  failed_serial integer,
  state text not null,
  reason text,
  deduction_id bigint,
  constraint entitlement_once PRIMARY KEY (agency_id, benefit_id, period, enrollment_id, adjustment_no),
  constraint entitlement_explained CHECK ((state = ANY (ARRAY['WITHHELD'::text, 'CANCELLED'::text, 'FAILED'::text])) = (reason IS NOT NULL)),
  constraint entitlement_in_payment CHECK ((state = 'IN_PAYMENT'::text) = (version_id IS NOT NULL AND serial IS NOT NULL)),
  constraint entitlement_sign CHECK (
CASE
    WHEN deduction_id IS NULL THEN amount_fen > 0
    ELSE amount_fen < 0
END),
  constraint entitlement_state_known CHECK (state = ANY (ARRAY['DUE'::text, 'WITHHELD'::text, 'FAILED'::text, 'CANCELLED'::text, 'IN_PAYMENT'::text]))
);
CREATE INDEX entitlement_by_deduction ON entitlement USING btree (agency_id, deduction_id) WHERE deduction_id IS NOT NULL;
CREATE INDEX entitlement_by_payment ON entitlement USING btree (agency_id, version_id, serial) WHERE version_id IS NOT NULL;
CREATE INDEX entitlement_open ON entitlement USING btree (agency_id, project_id, period) WHERE state <> 'IN_PAYMENT'::text;
alter table entitlement enable row level security;
create policy agency_isolation on entitlement for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
CREATE TRIGGER entitlement_kept BEFORE DELETE OR TRUNCATE ON entitlement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entitlement_one_live_payment AFTER UPDATE ON entitlement REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION refuse_second_payment();
grant insert, select, update on entitlement to zufa_app;

create table evidence_file (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  file_id bigint not null,
  sha256 bytea not null,
  type text not null,
  constraint evidence_file_pkey PRIMARY KEY (agency_id, id),
  constraint evidence_file_once UNIQUE (agency_id, sha256),
  constraint evidence_file_type_known CHECK (type = ANY (ARRAY['JPEG'::text, 'PNG'::text, 'PDF'::text])),
  constraint evidence_file_agency_id_file_id_fkey FOREIGN KEY (agency_id, file_id) REFERENCES stored_file(agency_id, id)
);
alter table evidence_file enable row level security;
create policy agency_isolation on evidence_file for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select on evidence_file to zufa_app;

create table file_import (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  kind text not null,
  project_id bigint,
  mode text not null,
  effective_month date,
  file_id bigint not null,
  sha256 bytea not null,
  state text not null,
  summary jsonb not null,
  proposed_by bigint not null,
  confirmed_by bigint,
  created_at timestamp with time zone not null,
  applied_at timestamp with time zone,
  version integer not null,
  source text,
  constraint file_import_pkey PRIMARY KEY (agency_id, id),
  constraint file_import_four_eyes CHECK (confirmed_by <> proposed_by),
  constraint file_import_kind_known CHECK (kind = ANY (ARRAY['ROSTER'::text, 'VERIFICATION'::text, 'COMPARISON'::text])),
  constraint file_import_mode_known CHECK (mode = ANY (ARRAY['FULL'::text, 'PARTIAL'::text])),
  constraint file_import_source_known CHECK (source = ANY (ARRAY['DEATHS'::text, 'CREMATIONS'::text, 'HOUSEHOLD_CANCELLATIONS'::text, 'CUSTODY'::text, 'MEDICAL_VISITS'::text, 'TRAVEL'::text])),
  constraint file_import_source_of_comparison CHECK ((kind = 'COMPARISON'::text) = (source IS NOT NULL)),
  constraint file_import_state_known CHECK (state = ANY (ARRAY['UPLOADED'::text, 'REFUSED'::text, 'CHECKED'::text, 'CONFIRMED'::text, 'APPLIED'::text, 'WITHDRAWN'::text])),
  constraint file_import_agency_id_confirmed_by_fkey FOREIGN KEY (agency_id, confirmed_by) REFERENCES app_user(agency_id, id),
  constraint file_import_agency_id_file_id_fkey FOREIGN KEY (agency_id, file_id) REFERENCES stored_file(agency_id, id),
  constraint file_import_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(id),
  constraint file_import_agency_id_project_id_fkey FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id),
  constraint file_import_agency_id_proposed_by_fkey FOREIGN KEY (agency_id, proposed_by) REFERENCES app_user(agency_id, id)
);
CREATE UNIQUE INDEX file_import_once ON file_import USING btree (agency_id, kind, COALESCE(source, ''::text), COALESCE(project_id, 0::bigint), mode, COALESCE(effective_month, '-infinity'::date), sha256) WHERE state = ANY (ARRAY['UPLOADED'::text, 'CHECKED'::text, 'CONFIRMED'::text, 'APPLIED'::text]);
alter table file_import enable row level security;
create policy agency_isolation on file_import for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on file_import to zufa_app;

create table file_import_problem (
  agency_id bigint not null,
  import_id bigint not null,
  row_no integer not null,
  column_name text not null,
  value text not null,
  message text not null,
  is_error boolean not null,
  constraint file_import_problem_pkey PRIMARY KEY (agency_id, import_id, row_no, column_name, message),
  constraint file_import_problem_agency_id_import_id_fkey FOREIGN KEY (agency_id, import_id) REFERENCES file_import(agency_id, id)
);
alter table file_import_problem enable row level security;
create policy agency_isolation on file_import_problem for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant delete, insert, select, update on file_import_problem to zufa_app;

create table funding_balance (
  agency_id bigint not null,
  funding_line_id bigint not null,
  account text not null,
  balance_fen bigint not null,
  constraint funding_balance_pkey PRIMARY KEY (agency_id, funding_line_id, account),
  constraint funding_balance_account_known CHECK (account = ANY (ARRAY['APPROPRIATION'::text, 'AVAILABLE'::text, 'COMMITTED'::text, 'IN_TRANSIT'::text, 'PAID'::text, 'RETURNED_TO_TREASURY'::text])),
  constraint funding_balance_covered CHECK (
CASE
    WHEN account = 'APPROPRIATION'::text THEN balance_fen <= 0
    ELSE balance_fen >= 0
END),
  constraint funding_balance_agency_id_funding_line_id_fkey FOREIGN KEY (agency_id, funding_line_id) REFERENCES funding_line(agency_id, id)
);
alter table funding_balance enable row level security;
create policy agency_isolation on funding_balance for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on funding_balance to zufa_app;

create table funding_document (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  funding_line_id bigint not null,
  kind text not null,
  amount_fen bigint not null,
  document_no text not null,
  issued_on date not null,
  recorded_by bigint not null,
  recorded_at timestamp with time zone not null,
  constraint funding_document_pkey PRIMARY KEY (agency_id, id),
  constraint funding_document_once UNIQUE (agency_id, funding_line_id, document_no),
  constraint funding_document_kind_known CHECK (kind = ANY (ARRAY['INITIAL'::text, 'ADDED'::text, 'CUT'::text])),
  constraint funding_document_positive CHECK (amount_fen > 0),
  constraint funding_document_agency_id_funding_line_id_fkey FOREIGN KEY (agency_id, funding_line_id) REFERENCES funding_line(agency_id, id),
  constraint funding_document_agency_id_recorded_by_fkey FOREIGN KEY (agency_id, recorded_by) REFERENCES app_user(agency_id, id)
);
CREATE UNIQUE INDEX funding_document_one_initial ON funding_document USING btree (agency_id, funding_line_id) WHERE kind = 'INITIAL'::text;
alter table funding_document enable row level security;
create policy agency_isolation on funding_document for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on funding_document to zufa_app;

create table funding_line (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  project_id bigint not null,
  fiscal_year integer not null,
  code text not null,
  name text not null,
  source text not null,
  function_code text not null,
  window_from date not null,
  window_until date not null,
  may_finance_from date not null,
  may_finance_until date not null,
  created_at timestamp with time zone not null,
  constraint funding_line_pkey PRIMARY KEY (agency_id, id),
  constraint funding_line_code_unique UNIQUE (agency_id, fiscal_year, code),
  constraint funding_line_window CHECK (window_from <= window_until AND may_finance_from <= may_finance_until),
  constraint funding_line_agency_id_project_id_fkey FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id)
);
alter table funding_line enable row level security;
create policy agency_isolation on funding_line for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on funding_line to zufa_app;

create table idempotency_key (
  agency_id bigint not null,
  user_id bigint not null,
  key text not null,
  request_hash text not null,
  answer json,
  created_at timestamp with time zone not null,
  constraint idempotency_key_pkey PRIMARY KEY (agency_id, user_id, key),
  constraint idempotency_key_agency_id_user_id_fkey FOREIGN KEY (agency_id, user_id) REFERENCES app_user(agency_id, id)
);
alter table idempotency_key enable row level security;
create policy agency_isolation on idempotency_key for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on idempotency_key to zufa_app;

create table instalment (
  agency_id bigint not null,
  agreement_id bigint not null,
  seq integer not null,
  due_on date not null,
  amount_fen bigint not null,
  constraint instalment_pkey PRIMARY KEY (agency_id, agreement_id, seq),
  constraint instalment_positive CHECK (amount_fen > 0),
  constraint instalment_agency_id_agreement_id_fkey FOREIGN KEY (agency_id, agreement_id) REFERENCES repayment_agreement(agency_id, id)
);
alter table instalment enable row level security;
create policy agency_isolation on instalment for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select on instalment to zufa_app;

create table job (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  name text not null,
  subject_id bigint not null,
  payload jsonb not null,
  state text not null,
  progress integer not null,
  attempts integer not null,
  problem jsonb,
  result jsonb,
  requested_by bigint,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint job_pkey PRIMARY KEY (agency_id, id),
  constraint job_state_known CHECK (state = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text, 'SUCCEEDED'::text, 'FAILED'::text])),
  constraint job_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(id),
  constraint job_agency_id_requested_by_fkey FOREIGN KEY (agency_id, requested_by) REFERENCES app_user(agency_id, id)
);
CREATE UNIQUE INDEX job_one_live ON job USING btree (agency_id, name, subject_id) WHERE state = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text]);
alter table job enable row level security;
create policy agency_isolation on job for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on job to zufa_app;

create table ledger_entry (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  funding_line_id bigint not null,
  event text not null,
  from_account text not null,
  to_account text not null,
  amount_fen bigint not null,
  cause text not null,
  batch_id bigint,
  booked_on date not null,
  booked_at timestamp with time zone not null,
  constraint ledger_entry_pkey PRIMARY KEY (agency_id, id),
  constraint ledger_entry_once UNIQUE (agency_id, event, cause),
  constraint ledger_entry_event_known CHECK (event = ANY (ARRAY['BUDGET_APPROVED'::text, 'BUDGET_ADDED'::text, 'BUDGET_CUT'::text, 'BATCH_APPROVED'::text, 'BATCH_VOIDED'::text, 'FILE_SENT'::text, 'PAYMENT_SUCCEEDED'::text, 'PAYMENT_FAILED'::text, 'PAYMENT_REVERSED'::text, 'PAYMENT_REVERSED_LATE'::text, 'OVERPAYMENT_REPAID'::text, 'OVERPAYMENT_REPAID_LATE'::text, 'REPAYMENT_UNDONE'::text, 'REPAYMENT_UNDONE_LATE'::text, 'DEDUCTION_PAID'::text, 'DEDUCTION_UNDONE'::text])),
  constraint ledger_entry_moves CHECK (from_account <> to_account),
  constraint ledger_entry_positive CHECK (amount_fen > 0),
  constraint ledger_entry_agency_id_funding_line_id_from_account_fkey FOREIGN KEY (agency_id, funding_line_id, from_account) REFERENCES funding_balance(agency_id, funding_line_id, account),
  constraint ledger_entry_agency_id_funding_line_id_to_account_fkey FOREIGN KEY (agency_id, funding_line_id, to_account) REFERENCES funding_balance(agency_id, funding_line_id, account)
);
CREATE INDEX ledger_entry_by_line ON ledger_entry USING btree (agency_id, funding_line_id, id);
alter table ledger_entry enable row level security;
create policy agency_isolation on ledger_entry for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
CREATE TRIGGER ledger_entry_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on ledger_entry to zufa_app;

create table life_event (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  person_id bigint not null,
  project_id bigint,
  kind text not null,
  happened_on date not null,
  reported_on date not null,
  note text not null,
  state text not null,
  proposed_by bigint not null,
  confirmed_by bigint,
  proposed_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  retracts_id bigint,
  constraint life_event_pkey PRIMARY KEY (agency_id, id),
  constraint life_event_four_eyes CHECK (confirmed_by <> proposed_by AND (state <> 'CONFIRMED'::text OR confirmed_by IS NOT NULL)),
  constraint life_event_kind_known CHECK (kind = ANY (ARRAY['DEATH'::text, 'CUSTODY'::text, 'RELEASE'::text, 'EMIGRATION'::text, 'END_OF_ENTITLEMENT'::text, 'HOLD'::text, 'HOLD_LIFTED'::text, 'RETRACTION'::text])),
  constraint life_event_not_reported_before CHECK (reported_on >= happened_on),
  constraint life_event_retraction_names_one CHECK ((kind = 'RETRACTION'::text) = (retracts_id IS NOT NULL)),
  constraint life_event_state_known CHECK (state = ANY (ARRAY['PROPOSED'::text, 'CONFIRMED'::text, 'REJECTED'::text, 'RETRACTED'::text])),
  constraint life_event_agency_id_confirmed_by_fkey FOREIGN KEY (agency_id, confirmed_by) REFERENCES app_user(agency_id, id),
  constraint life_event_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, id),
  constraint life_event_agency_id_proposed_by_fkey FOREIGN KEY (agency_id, proposed_by) REFERENCES app_user(agency_id, id),
  constraint life_event_project FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id),
  constraint life_event_retracted_by FOREIGN KEY (agency_id, retracts_id) REFERENCES life_event(agency_id, id)
);
CREATE INDEX life_event_by_person ON life_event USING btree (agency_id, person_id, happened_on);
CREATE UNIQUE INDEX life_event_one_death ON life_event USING btree (agency_id, person_id) WHERE kind = 'DEATH'::text AND (state <> ALL (ARRAY['REJECTED'::text, 'RETRACTED'::text]));
CREATE UNIQUE INDEX life_event_one_retraction ON life_event USING btree (agency_id, retracts_id) WHERE retracts_id IS NOT NULL AND state <> 'REJECTED'::text;
alter table life_event enable row level security;
create policy agency_isolation on life_event for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on life_event to zufa_app;

create table monthly_round (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  project_id bigint not null,
  month date not null,
  state text not null,
  run_on date,
  reason text,
  opened_by bigint not null,
  opened_at timestamp with time zone not null,
  closed_by bigint,
  closed_at timestamp with time zone,
  confirmed_by bigint,
  confirmed_at timestamp with time zone,
  version integer not null,
  constraint monthly_round_pkey PRIMARY KEY (agency_id, id),
  constraint monthly_round_once UNIQUE (agency_id, project_id, month),
  constraint monthly_round_four_eyes CHECK (confirmed_by <> closed_by AND (state <> 'CONFIRMED'::text OR confirmed_by IS NOT NULL)),
  constraint monthly_round_is_month CHECK (EXTRACT(day FROM month) = 1::numeric),
  constraint monthly_round_state_known CHECK (state = ANY (ARRAY['OPEN'::text, 'CLOSED'::text, 'CONFIRMED'::text])),
  constraint monthly_round_agency_id_closed_by_fkey FOREIGN KEY (agency_id, closed_by) REFERENCES app_user(agency_id, id),
  constraint monthly_round_agency_id_confirmed_by_fkey FOREIGN KEY (agency_id, confirmed_by) REFERENCES app_user(agency_id, id),
  constraint monthly_round_agency_id_opened_by_fkey FOREIGN KEY (agency_id, opened_by) REFERENCES app_user(agency_id, id),
  constraint monthly_round_agency_id_project_id_fkey FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id)
);
alter table monthly_round enable row level security;
create policy agency_isolation on monthly_round for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on monthly_round to zufa_app;

create table overpaid_month (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  case_id bigint not null,
  enrollment_id bigint not null,
  benefit_id bigint not null,
  period date not null,
  adjustment_no smallint not null,
  version_id bigint not null,
  serial integer not null,
  funding_line_id bigint not null,
  fiscal_year integer not null,
  paid_fen bigint not null,
  reason text not null,
  standing text not null,
  found_on date not null,
  withdrawn_on date,
  withdrawn_as text,
  constraint overpaid_month_pkey PRIMARY KEY (agency_id, id),
  constraint overpaid_month_positive CHECK (paid_fen > 0),
  constraint overpaid_month_standing_known CHECK (standing = ANY (ARRAY['CLAIMED'::text, 'WAIVED'::text, 'WITHDRAWN'::text])),
  constraint overpaid_month_withdrawn_explained CHECK ((standing = 'WITHDRAWN'::text) = (withdrawn_on IS NOT NULL AND withdrawn_as IS NOT NULL)),
  constraint overpaid_month_withdrawn_known CHECK (withdrawn_as = ANY (ARRAY['DUE_AGAIN'::text, 'PAYMENT_RETURNED'::text, 'CLAIMED_ANEW'::text])),
  constraint overpaid_month_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES overpayment_case(agency_id, id),
  constraint overpaid_month_agency_id_enrollment_id_fkey FOREIGN KEY (agency_id, enrollment_id) REFERENCES enrollment(agency_id, id),
  constraint overpaid_month_agency_id_funding_line_id_fkey FOREIGN KEY (agency_id, funding_line_id) REFERENCES funding_line(agency_id, id)
);
CREATE INDEX overpaid_month_by_case ON overpaid_month USING btree (agency_id, case_id);
CREATE INDEX overpaid_month_by_payment ON overpaid_month USING btree (agency_id, version_id, serial);
CREATE UNIQUE INDEX overpaid_month_claimed_once ON overpaid_month USING btree (agency_id, enrollment_id, benefit_id, period, adjustment_no) WHERE standing <> 'WITHDRAWN'::text;
alter table overpaid_month enable row level security;
create policy agency_isolation on overpaid_month for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on overpaid_month to zufa_app;

create table overpayment_case (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  person_id bigint not null,
  state text not null,
  opened_on date not null,
  claimed_fen bigint not null,
  waived_fen bigint not null,
  recovered_fen bigint not null,
  owed_back_fen bigint not null,
  ordered_fen bigint,
  basis text,
  repay_by date,
  determined_by bigint,
  determined_on date,
  confirmed_by bigint,
  ordered_on date,
  reason text,
  transferred_to text,
  transferred_by bigint,
  closed_on date,
  created_at timestamp with time zone not null,
  version integer not null,
  constraint overpayment_case_pkey PRIMARY KEY (agency_id, id),
  constraint overpayment_case_cancelled_empty CHECK (state <> 'CANCELLED'::text OR claimed_fen = 0 AND owed_back_fen = 0),
  constraint overpayment_case_four_eyes CHECK (confirmed_by <> determined_by AND transferred_by <> determined_by),
  constraint overpayment_case_ordered_by_two CHECK ((state = ANY (ARRAY['PENDING'::text, 'CANCELLED'::text])) OR determined_by IS NOT NULL AND confirmed_by IS NOT NULL),
  constraint overpayment_case_settled_agrees CHECK (state <> 'SETTLED'::text OR claimed_fen = recovered_fen AND owed_back_fen = 0),
  constraint overpayment_case_state_known CHECK (state = ANY (ARRAY['PENDING'::text, 'ORDERED'::text, 'IN_INSTALMENTS'::text, 'IN_DEDUCTION'::text, 'SETTLED'::text, 'TRANSFERRED'::text, 'CANCELLED'::text])),
  constraint overpayment_case_sums CHECK (recovered_fen >= 0 AND recovered_fen <= claimed_fen AND owed_back_fen >= 0 AND waived_fen >= 0),
  constraint overpayment_case_agency_id_confirmed_by_fkey FOREIGN KEY (agency_id, confirmed_by) REFERENCES app_user(agency_id, id),
  constraint overpayment_case_agency_id_determined_by_fkey FOREIGN KEY (agency_id, determined_by) REFERENCES app_user(agency_id, id),
  constraint overpayment_case_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, id),
  constraint overpayment_case_agency_id_transferred_by_fkey FOREIGN KEY (agency_id, transferred_by) REFERENCES app_user(agency_id, id)
);
CREATE INDEX overpayment_case_by_person ON overpayment_case USING btree (agency_id, person_id);
CREATE UNIQUE INDEX overpayment_case_one_pending ON overpayment_case USING btree (agency_id, person_id) WHERE state = 'PENDING'::text;
alter table overpayment_case enable row level security;
create policy agency_isolation on overpayment_case for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on overpayment_case to zufa_app;

create table password_history (
  agency_id bigint not null,
  user_id bigint not null,
  set_at timestamp with time zone not null,
  password_hash text not null,
  constraint password_history_pkey PRIMARY KEY (agency_id, user_id, set_at),
  constraint password_history_agency_id_user_id_fkey FOREIGN KEY (agency_id, user_id) REFERENCES app_user(agency_id, id)
);
alter table password_history enable row level security;
create policy agency_isolation on password_history for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select on password_history to zufa_app;

create table payment (
  agency_id bigint not null,
  version_id bigint not null,
  enrollment_id bigint not null,
  person_id bigint not null,
  account_id bigint not null,
  amount_fen bigint not null,
  serial integer not null,
  payee_name text not null,
  payee_name_key text not null,
  account bytea not null,
  account_index bytea not null,
  account_tail text not null,
  citizen_id bytea not null,
  bank_name text not null,
  bank_code text,
  constraint payment_serial PRIMARY KEY (agency_id, version_id, serial),
  constraint payment_positive CHECK (amount_fen > 0)
);
CREATE INDEX payment_by_enrollment ON payment USING btree (agency_id, enrollment_id);
alter table payment enable row level security;
create policy agency_isolation on payment for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
CREATE TRIGGER payment_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_frozen AFTER INSERT ON payment REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_frozen_lines();
grant insert, select on payment to zufa_app;

create table payment_batch (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  project_id bigint not null,
  payout_id bigint not null,
  kind text not null,
  sequence integer not null,
  state text not null,
  version integer not null,
  current_version_id bigint,
  funding_line_id bigint not null,
  bank_profile_id bigint not null,
  prepared_by bigint not null,
  submitted_by bigint,
  reviewed_by bigint,
  approved_by bigint,
  sent_by bigint,
  sent_on date,
  reason text,
  created_at timestamp with time zone not null,
  endorsed_by bigint,
  constraint payment_batch_pkey PRIMARY KEY (agency_id, id),
  constraint payment_batch_approved_by_another CHECK (approved_by <> prepared_by AND approved_by <> submitted_by AND approved_by <> reviewed_by AND (endorsed_by IS NULL OR approved_by <> endorsed_by)),
  constraint payment_batch_endorsed_by_a_third CHECK (endorsed_by <> prepared_by AND endorsed_by <> submitted_by AND endorsed_by <> reviewed_by),
  constraint payment_batch_kind_known CHECK (kind = ANY (ARRAY['REGULAR'::text, 'SUPPLEMENTARY'::text, 'REISSUE'::text])),
  constraint payment_batch_reviewed_before_approved CHECK ((state <> ALL (ARRAY['APPROVED'::text, 'FILE_SENT'::text, 'PARTLY_RETURNED'::text, 'RETURNED'::text, 'RECONCILED'::text, 'ARCHIVED'::text])) OR submitted_by IS NOT NULL AND reviewed_by IS NOT NULL AND approved_by IS NOT NULL),
  constraint payment_batch_reviewed_by_another CHECK (reviewed_by <> prepared_by AND reviewed_by <> submitted_by),
  constraint payment_batch_state_known CHECK (state = ANY (ARRAY['DRAFT'::text, 'COMPILED'::text, 'SUBMITTED'::text, 'REVIEWED'::text, 'ENDORSED'::text, 'APPROVED'::text, 'FILE_SENT'::text, 'PARTLY_RETURNED'::text, 'RETURNED'::text, 'RECONCILED'::text, 'ARCHIVED'::text, 'VOIDED'::text])),
  constraint payment_batch_agency_id_approved_by_fkey FOREIGN KEY (agency_id, approved_by) REFERENCES app_user(agency_id, id),
  constraint payment_batch_agency_id_current_version_id_fkey FOREIGN KEY (agency_id, current_version_id) REFERENCES batch_version(agency_id, id),
  constraint payment_batch_agency_id_endorsed_by_fkey FOREIGN KEY (agency_id, endorsed_by) REFERENCES app_user(agency_id, id),
  constraint payment_batch_agency_id_funding_line_id_fkey FOREIGN KEY (agency_id, funding_line_id) REFERENCES funding_line(agency_id, id),
  constraint payment_batch_agency_id_payout_id_fkey FOREIGN KEY (agency_id, payout_id) REFERENCES payout(agency_id, id),
  constraint payment_batch_agency_id_prepared_by_fkey FOREIGN KEY (agency_id, prepared_by) REFERENCES app_user(agency_id, id),
  constraint payment_batch_agency_id_project_id_fkey FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id),
  constraint payment_batch_agency_id_reviewed_by_fkey FOREIGN KEY (agency_id, reviewed_by) REFERENCES app_user(agency_id, id),
  constraint payment_batch_agency_id_sent_by_fkey FOREIGN KEY (agency_id, sent_by) REFERENCES app_user(agency_id, id),
  constraint payment_batch_agency_id_submitted_by_fkey FOREIGN KEY (agency_id, submitted_by) REFERENCES app_user(agency_id, id),
  constraint payment_batch_bank_profile FOREIGN KEY (agency_id, bank_profile_id) REFERENCES bank_profile(agency_id, id)
);
CREATE UNIQUE INDEX payment_batch_one_open ON payment_batch USING btree (agency_id, project_id) WHERE state = ANY (ARRAY['DRAFT'::text, 'COMPILED'::text, 'SUBMITTED'::text, 'REVIEWED'::text, 'ENDORSED'::text, 'APPROVED'::text]);
CREATE UNIQUE INDEX payment_batch_one_regular ON payment_batch USING btree (agency_id, payout_id) WHERE kind = 'REGULAR'::text AND state <> 'VOIDED'::text;
alter table payment_batch enable row level security;
create policy agency_isolation on payment_batch for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on payment_batch to zufa_app;

create table payment_outcome (
  agency_id bigint not null,
  version_id bigint not null,
  return_id bigint not null,
  serial integer not null,
  line_no integer,
  seq smallint not null,
  posted_on date,
  outcome text not null,
  code text not null,
  bank_code text,
  bank_message text,
  bank_serial text,
  constraint payment_outcome_seq PRIMARY KEY (agency_id, version_id, serial, seq),
  constraint payment_outcome_known CHECK (outcome = ANY (ARRAY['SUCCEEDED'::text, 'FAILED'::text, 'UNKNOWN'::text, 'REVERSED'::text])),
  constraint payment_outcome_reversed_after_success CHECK (outcome <> 'REVERSED'::text OR seq > 1)
);
CREATE INDEX payment_outcome_unknown ON payment_outcome USING btree (agency_id, version_id, serial) WHERE outcome = 'UNKNOWN'::text;
alter table payment_outcome enable row level security;
create policy agency_isolation on payment_outcome for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
CREATE TRIGGER payment_outcome_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON payment_outcome FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on payment_outcome to zufa_app;

create table payout (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  project_id bigint not null,
  fiscal_year integer not null,
  sequence integer not null,
  name text not null,
  covers_from date not null,
  covers_until date not null,
  qualifying_on date,
  due_on date not null,
  constraint payout_pkey PRIMARY KEY (agency_id, id),
  constraint payout_sequence_unique UNIQUE (agency_id, project_id, fiscal_year, sequence),
  constraint payout_covers_months CHECK (EXTRACT(day FROM covers_from) = 1::numeric AND EXTRACT(day FROM covers_until) = 1::numeric AND covers_from <= covers_until),
  constraint payout_agency_id_project_id_fkey FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id)
);
alter table payout enable row level security;
create policy agency_isolation on payout for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on payout to zufa_app;

create table payout_benefit (
  agency_id bigint not null,
  payout_id bigint not null,
  benefit_id bigint not null,
  constraint payout_benefit_pkey PRIMARY KEY (agency_id, payout_id, benefit_id),
  constraint payout_benefit_agency_id_benefit_id_fkey FOREIGN KEY (agency_id, benefit_id) REFERENCES benefit(agency_id, id),
  constraint payout_benefit_agency_id_payout_id_fkey FOREIGN KEY (agency_id, payout_id) REFERENCES payout(agency_id, id)
);
alter table payout_benefit enable row level security;
create policy agency_isolation on payout_benefit for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on payout_benefit to zufa_app;

create table person (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  citizen_id bytea not null,
  citizen_id_index bytea not null,
  citizen_id_tail text not null,
  name text not null,
  name_key text not null,
  original_name text,
  sex text not null,
  born_on date not null,
  phone bytea,
  phone_index bytea,
  street text not null,
  community text not null,
  created_at timestamp with time zone not null,
  version integer not null,
  constraint person_pkey PRIMARY KEY (agency_id, id),
  constraint person_citizen_id_unique UNIQUE (agency_id, citizen_id_index),
  constraint person_sex_known CHECK (sex = ANY (ARRAY['MALE'::text, 'FEMALE'::text])),
  constraint person_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(id)
);
CREATE INDEX person_by_name ON person USING btree (agency_id, name_key text_pattern_ops);
alter table person enable row level security;
create policy agency_isolation on person for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on person to zufa_app;

create table project (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  code text not null,
  name text not null,
  policy_basis text not null,
  beneficiaries text not null,
  fund_nature text not null,
  verification_cycle_months integer,
  grace_days integer not null,
  pays_month_of_death boolean not null,
  exclusive_group text,
  account_failure_limit integer not null,
  created_at timestamp with time zone not null,
  monthly_round boolean not null,
  back_pay_approval_months integer not null,
  funeral_months integer not null,
  constraint project_pkey PRIMARY KEY (agency_id, id),
  constraint project_code_unique UNIQUE (agency_id, code),
  constraint project_back_pay_plausible CHECK (back_pay_approval_months >= 1 AND back_pay_approval_months <= 120),
  constraint project_cycle_plausible CHECK (verification_cycle_months >= 1 AND verification_cycle_months <= 60),
  constraint project_failure_limit_plausible CHECK (account_failure_limit >= 1 AND account_failure_limit <= 12),
  constraint project_fund_nature_known CHECK (fund_nature = ANY (ARRAY['GENERAL_BUDGET'::text, 'SUPERIOR_TRANSFER'::text, 'INSURANCE_FUND'::text])),
  constraint project_funeral_plausible CHECK (funeral_months >= 0 AND funeral_months <= 24),
  constraint project_grace_plausible CHECK (grace_days >= 0 AND grace_days <= 366),
  constraint project_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(id)
);
alter table project enable row level security;
create policy agency_isolation on project for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on project to zufa_app;

create table reconciliation (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  batch_id bigint not null,
  balanced boolean not null,
  figures jsonb not null,
  differences jsonb not null,
  reconciled_by bigint not null,
  reconciled_at timestamp with time zone not null,
  constraint reconciliation_pkey PRIMARY KEY (agency_id, id),
  constraint reconciliation_agency_id_batch_id_fkey FOREIGN KEY (agency_id, batch_id) REFERENCES payment_batch(agency_id, id),
  constraint reconciliation_agency_id_reconciled_by_fkey FOREIGN KEY (agency_id, reconciled_by) REFERENCES app_user(agency_id, id)
);
alter table reconciliation enable row level security;
create policy agency_isolation on reconciliation for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on reconciliation to zufa_app;

create table recovery_entry (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  case_id bigint not null,
  month_id bigint not null,
  funding_line_id bigint not null,
  returned_to text not null,
  amount_fen bigint not null,
  happened_on date not null,
  repayment_id bigint,
  deduction_id bigint,
  version_id bigint,
  serial integer,
  paying_line_id bigint,
  entered_at timestamp with time zone not null,
  constraint recovery_entry_pkey PRIMARY KEY (agency_id, id),
  constraint recovery_entry_moves CHECK (amount_fen <> 0),
  constraint recovery_entry_one_source CHECK ((repayment_id IS NULL) = (deduction_id IS NOT NULL) AND (deduction_id IS NULL) = (version_id IS NULL OR serial IS NULL OR paying_line_id IS NULL)),
  constraint recovery_entry_returned_known CHECK (returned_to = ANY (ARRAY['AVAILABLE'::text, 'RETURNED_TO_TREASURY'::text])),
  constraint recovery_entry_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES overpayment_case(agency_id, id),
  constraint recovery_entry_agency_id_deduction_id_fkey FOREIGN KEY (agency_id, deduction_id) REFERENCES deduction(agency_id, id),
  constraint recovery_entry_agency_id_funding_line_id_fkey FOREIGN KEY (agency_id, funding_line_id) REFERENCES funding_line(agency_id, id),
  constraint recovery_entry_agency_id_month_id_fkey FOREIGN KEY (agency_id, month_id) REFERENCES overpaid_month(agency_id, id),
  constraint recovery_entry_agency_id_paying_line_id_fkey FOREIGN KEY (agency_id, paying_line_id) REFERENCES funding_line(agency_id, id),
  constraint recovery_entry_agency_id_repayment_id_fkey FOREIGN KEY (agency_id, repayment_id) REFERENCES repayment(agency_id, id)
);
CREATE INDEX recovery_entry_by_case ON recovery_entry USING btree (agency_id, case_id);
CREATE INDEX recovery_entry_by_deduction ON recovery_entry USING btree (agency_id, deduction_id) WHERE deduction_id IS NOT NULL;
alter table recovery_entry enable row level security;
create policy agency_isolation on recovery_entry for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
CREATE TRIGGER recovery_entry_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON recovery_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert, select on recovery_entry to zufa_app;

create table reminder (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  person_id bigint not null,
  project_id bigint not null,
  deadline_on date not null,
  days_before integer not null,
  channel text not null,
  text text not null,
  state text not null,
  failure text,
  dispatch_id bigint,
  lapsed_on date,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint reminder_pkey PRIMARY KEY (agency_id, id),
  constraint reminder_channel_known CHECK (channel = 'SMS'::text),
  constraint reminder_state_known CHECK (state = ANY (ARRAY['PENDING'::text, 'SENT'::text, 'FAILED'::text, 'LAPSED'::text])),
  constraint reminder_agency_id_dispatch_id_fkey FOREIGN KEY (agency_id, dispatch_id) REFERENCES reminder_dispatch(agency_id, id),
  constraint reminder_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, id),
  constraint reminder_agency_id_project_id_fkey FOREIGN KEY (agency_id, project_id) REFERENCES project(agency_id, id)
);
CREATE INDEX reminder_by_dispatch ON reminder USING btree (agency_id, dispatch_id) WHERE dispatch_id IS NOT NULL;
CREATE UNIQUE INDEX reminder_once_per_stage ON reminder USING btree (agency_id, person_id, deadline_on, days_before) WHERE state <> 'LAPSED'::text;
CREATE INDEX reminder_pending ON reminder USING btree (agency_id, deadline_on, id) WHERE state = 'PENDING'::text;
alter table reminder enable row level security;
create policy agency_isolation on reminder for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on reminder to zufa_app;

create table reminder_dispatch (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  adapter text not null,
  created_by bigint,
  created_at timestamp with time zone not null,
  constraint reminder_dispatch_pkey PRIMARY KEY (agency_id, id),
  constraint reminder_dispatch_adapter_known CHECK (adapter = ANY (ARRAY['FILE'::text, 'HTTP'::text])),
  constraint reminder_dispatch_agency_id_created_by_fkey FOREIGN KEY (agency_id, created_by) REFERENCES app_user(agency_id, id),
  constraint reminder_dispatch_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(id)
);
alter table reminder_dispatch enable row level security;
create policy agency_isolation on reminder_dispatch for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on reminder_dispatch to zufa_app;

create table repayment (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  case_id bigint not null,
  kind text not null,
  amount_fen bigint not null,
  happened_on date not null,
  channel text not null,
  document_no text not null,
  recorded_by bigint not null,
  recorded_at timestamp with time zone not null,
  constraint repayment_pkey PRIMARY KEY (agency_id, id),
  constraint repayment_document_once UNIQUE (agency_id, kind, document_no),
  constraint repayment_channel_known CHECK (channel = ANY (ARRAY['BANK_TRANSFER'::text, 'CASH'::text, 'COURT'::text, 'OTHER'::text])),
  constraint repayment_kind_known CHECK (kind = ANY (ARRAY['REPAYMENT'::text, 'REFUND'::text])),
  constraint repayment_positive CHECK (amount_fen > 0),
  constraint repayment_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES overpayment_case(agency_id, id),
  constraint repayment_agency_id_recorded_by_fkey FOREIGN KEY (agency_id, recorded_by) REFERENCES app_user(agency_id, id)
);
alter table repayment enable row level security;
create policy agency_isolation on repayment for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select on repayment to zufa_app;

create table repayment_agreement (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  case_id bigint not null,
  kind text not null,
  state text not null,
  document_no text not null,
  signed_on date not null,
  total_fen bigint not null,
  recovered_before_fen bigint not null,
  deduction_id bigint,
  consent_id bigint,
  agreed_by bigint not null,
  agreed_at timestamp with time zone not null,
  constraint repayment_agreement_pkey PRIMARY KEY (agency_id, id),
  constraint repayment_agreement_deducts CHECK ((kind = 'DEDUCTION'::text) = (deduction_id IS NOT NULL)),
  constraint repayment_agreement_kind_known CHECK (kind = ANY (ARRAY['INSTALMENTS'::text, 'DEDUCTION'::text])),
  constraint repayment_agreement_positive CHECK (total_fen > 0),
  constraint repayment_agreement_state_known CHECK (state = ANY (ARRAY['ACTIVE'::text, 'ENDED'::text])),
  constraint repayment_agreement_agency_id_agreed_by_fkey FOREIGN KEY (agency_id, agreed_by) REFERENCES app_user(agency_id, id),
  constraint repayment_agreement_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES overpayment_case(agency_id, id),
  constraint repayment_agreement_agency_id_consent_id_fkey FOREIGN KEY (agency_id, consent_id) REFERENCES deduction_consent(agency_id, id),
  constraint repayment_agreement_agency_id_deduction_id_fkey FOREIGN KEY (agency_id, deduction_id) REFERENCES deduction(agency_id, id)
);
CREATE UNIQUE INDEX repayment_agreement_one_active ON repayment_agreement USING btree (agency_id, case_id) WHERE state = 'ACTIVE'::text;
alter table repayment_agreement enable row level security;
create policy agency_isolation on repayment_agreement for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on repayment_agreement to zufa_app;

create table return_discrepancy (
  agency_id bigint not null,
  return_id bigint not null,
  line_no integer not null,
  kind text not null,
  serial integer,
  facts jsonb not null,
  message text not null,
  resolution text,
  resolved_by bigint,
  resolved_at timestamp with time zone,
  constraint return_discrepancy_pkey PRIMARY KEY (agency_id, return_id, line_no, kind),
  constraint return_discrepancy_kind_known CHECK (kind = ANY (ARRAY['MALFORMED_LINE'::text, 'UNKNOWN_SERIAL'::text, 'REPEATED_ROW'::text, 'AMOUNT_DIFFERS'::text, 'ACCOUNT_DIFFERS'::text, 'NAME_DIFFERS'::text, 'ALREADY_SETTLED'::text])),
  constraint return_discrepancy_agency_id_resolved_by_fkey FOREIGN KEY (agency_id, resolved_by) REFERENCES app_user(agency_id, id),
  constraint return_discrepancy_agency_id_return_id_fkey FOREIGN KEY (agency_id, return_id) REFERENCES bank_return(agency_id, id)
);
CREATE INDEX return_discrepancy_open ON return_discrepancy USING btree (agency_id, return_id) WHERE resolved_at IS NULL;
alter table return_discrepancy enable row level security;
create policy agency_isolation on return_discrepancy for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on return_discrepancy to zufa_app;

create table roster_import_row (
  agency_id bigint not null,
  import_id bigint not null,
  row_no integer not null,
  act text,
  changed_fields text[] not null,
  person_id bigint,
  enrollment_id bigint,
  citizen_id bytea not null,
  citizen_id_index bytea not null,
  citizen_id_tail text not null,
  name text not null,
  name_key text not null,
  original_name text,
  sex text not null,
  born_on date not null,
  phone bytea,
  phone_index bytea,
  street text not null,
  community text not null,
  employer text not null,
  retired_on date,
  from_month date not null,
  until_month date,
  account bytea,
  account_index bytea,
  account_tail text,
  payee_name text,
  payee_name_key text,
  payee_relation text,
  payee_document text,
  bank_name text,
  bank_code text,
  amounts jsonb not null,
  constraint roster_import_row_pkey PRIMARY KEY (agency_id, import_id, row_no),
  constraint roster_import_row_act_known CHECK (act = ANY (ARRAY['NEW'::text, 'CHANGED'::text, 'SAME'::text, 'ENDED'::text])),
  constraint roster_import_row_agency_id_import_id_fkey FOREIGN KEY (agency_id, import_id) REFERENCES file_import(agency_id, id)
);
alter table roster_import_row enable row level security;
create policy agency_isolation on roster_import_row for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant delete, insert, select, update on roster_import_row to zufa_app;

create table round_member (
  agency_id bigint not null,
  round_id bigint not null,
  enrollment_id bigint not null,
  person_id bigint not null,
  result text not null,
  was_listed boolean not null,
  held_back_reason text,
  held_back_by bigint,
  constraint round_member_pkey PRIMARY KEY (agency_id, round_id, enrollment_id),
  constraint round_member_result_known CHECK (result = ANY (ARRAY['VERIFIED'::text, 'NEVER_VERIFIED'::text, 'OVERDUE'::text, 'FAILED'::text, 'SUSPECTED_DEATH'::text, 'SUSPECTED_CUSTODY'::text, 'DECEASED'::text, 'IN_CUSTODY'::text, 'ENDED'::text]))
);
CREATE INDEX round_member_listed ON round_member USING btree (agency_id, round_id, enrollment_id) WHERE result = ANY (ARRAY['NEVER_VERIFIED'::text, 'OVERDUE'::text, 'FAILED'::text, 'SUSPECTED_DEATH'::text, 'SUSPECTED_CUSTODY'::text]);
alter table round_member enable row level security;
create policy agency_isolation on round_member for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on round_member to zufa_app;

create table schema_migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null,
  constraint schema_migration_pkey PRIMARY KEY (name)
);
alter table schema_migration disable row level security;

create table session (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  user_id bigint not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint session_pkey PRIMARY KEY (agency_id, id),
  constraint session_token_unique UNIQUE (agency_id, token_hash),
  constraint session_agency_id_user_id_fkey FOREIGN KEY (agency_id, user_id) REFERENCES app_user(agency_id, id)
);
alter table session enable row level security;
create policy agency_isolation on session for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on session to zufa_app;

create table stored_file (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  name text not null,
  sha256 bytea not null,
  size_bytes bigint not null,
  created_by bigint not null,
  created_at timestamp with time zone not null,
  constraint stored_file_pkey PRIMARY KEY (agency_id, id),
  constraint stored_file_agency_id_created_by_fkey FOREIGN KEY (agency_id, created_by) REFERENCES app_user(agency_id, id),
  constraint stored_file_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(id)
);
alter table stored_file enable row level security;
create policy agency_isolation on stored_file for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select on stored_file to zufa_app;

create table stored_file_chunk (
  agency_id bigint not null,
  file_id bigint not null,
  seq integer not null,
  content bytea not null,
  constraint stored_file_chunk_pkey PRIMARY KEY (agency_id, file_id, seq),
  constraint stored_file_chunk_agency_id_file_id_fkey FOREIGN KEY (agency_id, file_id) REFERENCES stored_file(agency_id, id)
);
alter table stored_file_chunk enable row level security;
create policy agency_isolation on stored_file_chunk for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select on stored_file_chunk to zufa_app;

create table suspicion (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  person_id bigint not null,
  kind text not null,
  suspected_on date,
  state text not null,
  reason text,
  proposed_by bigint,
  decided_by bigint,
  opened_at timestamp with time zone not null,
  proposed_at timestamp with time zone,
  decided_at timestamp with time zone,
  version integer not null,
  proposed_on date,
  life_event_id bigint,
  constraint suspicion_pkey PRIMARY KEY (agency_id, id),
  constraint suspicion_four_eyes CHECK (decided_by <> proposed_by AND ((state <> ALL (ARRAY['CONFIRMED'::text, 'CLEARED'::text])) OR decided_by IS NOT NULL)),
  constraint suspicion_kind_known CHECK (kind = ANY (ARRAY['DEATH'::text, 'CUSTODY'::text])),
  constraint suspicion_state_known CHECK (state = ANY (ARRAY['OPEN'::text, 'CONFIRM_PROPOSED'::text, 'CLEAR_PROPOSED'::text, 'CONFIRMED'::text, 'CLEARED'::text])),
  constraint suspicion_agency_id_decided_by_fkey FOREIGN KEY (agency_id, decided_by) REFERENCES app_user(agency_id, id),
  constraint suspicion_agency_id_life_event_id_fkey FOREIGN KEY (agency_id, life_event_id) REFERENCES life_event(agency_id, id),
  constraint suspicion_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, id),
  constraint suspicion_agency_id_proposed_by_fkey FOREIGN KEY (agency_id, proposed_by) REFERENCES app_user(agency_id, id)
);
CREATE UNIQUE INDEX suspicion_one_open ON suspicion USING btree (agency_id, person_id, kind) WHERE state <> ALL (ARRAY['CONFIRMED'::text, 'CLEARED'::text]);
alter table suspicion enable row level security;
create policy agency_isolation on suspicion for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on suspicion to zufa_app;

create table verification (
  agency_id bigint not null,
  id bigint generated always as identity not null,
  person_id bigint not null,
  channel text not null,
  verified_on date not null,
  valid_until date,
  evidence text not null,
  import_id bigint,
  recorded_by bigint not null,
  recorded_at timestamp with time zone not null,
  result text not null,
  reference_no text,
  visitors text[],
  evidence_file_id bigint,
  constraint verification_pkey PRIMARY KEY (agency_id, id),
  constraint verification_once_per_day UNIQUE (agency_id, person_id, verified_on, channel, result),
  constraint verification_channel_known CHECK (channel = ANY (ARRAY['DATA_COMPARISON'::text, 'MOBILE'::text, 'COUNTER'::text, 'TERMINAL'::text, 'COMMUNITY'::text, 'HOME_VISIT'::text, 'OVERSEAS'::text])),
  constraint verification_result_known CHECK (result = ANY (ARRAY['PASSED'::text, 'FAILED'::text])),
  constraint verification_agency_id_evidence_file_id_fkey FOREIGN KEY (agency_id, evidence_file_id) REFERENCES evidence_file(agency_id, id),
  constraint verification_agency_id_import_id_fkey FOREIGN KEY (agency_id, import_id) REFERENCES file_import(agency_id, id),
  constraint verification_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, id),
  constraint verification_agency_id_recorded_by_fkey FOREIGN KEY (agency_id, recorded_by) REFERENCES app_user(agency_id, id)
);
CREATE INDEX verification_by_import ON verification USING btree (agency_id, import_id) WHERE import_id IS NOT NULL;
alter table verification enable row level security;
create policy agency_isolation on verification for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on verification to zufa_app;

create table verification_import_row (
  agency_id bigint not null,
  import_id bigint not null,
  row_no integer not null,
  person_id bigint,
  citizen_id_index bytea not null,
  name_key text not null,
  channel text not null,
  verified_on date not null,
  evidence text not null,
  result text not null,
  reference_no text,
  visitors text[],
  evidence_file_id bigint,
  constraint verification_import_row_pkey PRIMARY KEY (agency_id, import_id, row_no),
  constraint verification_import_row_agency_id_import_id_fkey FOREIGN KEY (agency_id, import_id) REFERENCES file_import(agency_id, id)
);
alter table verification_import_row enable row level security;
create policy agency_isolation on verification_import_row for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant delete, insert, select, update on verification_import_row to zufa_app;

create table verification_status (
  agency_id bigint not null,
  person_id bigint not null,
  verified_on date,
  valid_until date,
  failed_on date,
  constraint verification_status_pkey PRIMARY KEY (agency_id, person_id),
  constraint verification_status_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, id)
);
alter table verification_status enable row level security;
create policy agency_isolation on verification_status for all to public using ((agency_id = ( SELECT current_agency_id() AS current_agency_id)));
grant insert, select, update on verification_status to zufa_app;

CREATE OR REPLACE FUNCTION public.audit_hash(previous_hash bytea, seq bigint, at timestamp with time zone, user_id bigint, act text, subject_type text, subject_id bigint, details jsonb)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256((previous_hash || convert_to((jsonb_build_array(seq, EXTRACT(epoch FROM at), user_id, act, subject_type, subject_id, details))::text, 'UTF8'::name)));

CREATE OR REPLACE FUNCTION public.current_agency_id()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('zufa.agency_id'::text, true), ''::text))::bigint;

CREATE OR REPLACE FUNCTION public.isolate_agency_table(name text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %I enable row level security', name);
  execute format('create policy agency_isolation on %I using (agency_id = (select current_agency_id()))', name);
  execute format('grant select, insert, update on %I to zufa_app', name);
end
$function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name
    using errcode = 'integrity_constraint_violation', constraint = tg_table_name || '_append_only';
end
$function$;

CREATE OR REPLACE FUNCTION public.refuse_frozen_lines()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.refuse_frozen_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.refuse_second_payment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.verification_standing(today date, expiring_days integer)
 RETURNS TABLE(agency_id bigint, project_id bigint, person_id bigint, verified_on date, failed_on date, deadline_on date, standing text)
 LANGUAGE sql
 STABLE
AS $function$
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
$function$;

grant usage on schema public to zufa_app;
grant usage on sequence agency_id_seq to zufa_app;
