-- The registry: projects with benefits, rates and payouts; persons, accounts, events, enrolments,
-- verifications; and the imports that fill them.

create table project (
  agency_id                 bigint not null references agency (id),
  id                        bigint generated always as identity,
  code                      text not null,
  name                      text not null,
  policy_basis              text not null,
  beneficiaries             text not null,
  fund_nature               text not null constraint project_fund_nature_known
    check (fund_nature in ('GENERAL_BUDGET', 'SUPERIOR_TRANSFER', 'INSURANCE_FUND')),
  verification_cycle_months int constraint project_cycle_plausible check (verification_cycle_months between 1 and 60),
  grace_days                int not null constraint project_grace_plausible check (grace_days between 0 and 366),
  pays_month_of_death       boolean not null,
  exclusive_group           text,
  account_failure_limit     int not null constraint project_failure_limit_plausible check (account_failure_limit between 1 and 12),
  created_at                timestamptz not null,
  primary key (agency_id, id),
  constraint project_code_unique unique (agency_id, code)
);

create table benefit (
  agency_id  bigint not null,
  id         bigint generated always as identity,
  project_id bigint not null,
  code       text not null,
  name       text not null,
  frequency  text not null constraint benefit_frequency_known check (frequency in ('MONTHLY', 'YEARLY')),
  basis      text not null constraint benefit_basis_known check (basis in ('STANDARD', 'INDIVIDUAL')),
  primary key (agency_id, id),
  constraint benefit_code_unique unique (agency_id, project_id, code),
  foreign key (agency_id, project_id) references project (agency_id, id)
);

-- The amount of a standard benefit, or the cap of an individual one, from a month on.
create table benefit_rate (
  agency_id      bigint not null,
  benefit_id     bigint not null,
  effective_from date not null constraint benefit_rate_from_month check (extract(day from effective_from) = 1),
  amount_fen     bigint not null constraint benefit_rate_positive check (amount_fen > 0),
  document_no    text not null,
  constraint benefit_rate_once_per_month primary key (agency_id, benefit_id, effective_from),
  foreign key (agency_id, benefit_id) references benefit (agency_id, id)
);

create table payout (
  agency_id     bigint not null,
  id            bigint generated always as identity,
  project_id    bigint not null,
  fiscal_year   int not null,
  sequence      int not null,
  name          text not null,
  covers_from   date not null,
  covers_until  date not null,
  qualifying_on date,
  due_on        date not null,
  primary key (agency_id, id),
  constraint payout_sequence_unique unique (agency_id, project_id, fiscal_year, sequence),
  constraint payout_covers_months check (
    extract(day from covers_from) = 1 and extract(day from covers_until) = 1 and covers_from <= covers_until
  ),
  foreign key (agency_id, project_id) references project (agency_id, id)
);

create table payout_benefit (
  agency_id  bigint not null,
  payout_id  bigint not null,
  benefit_id bigint not null,
  primary key (agency_id, payout_id, benefit_id),
  foreign key (agency_id, payout_id) references payout (agency_id, id),
  foreign key (agency_id, benefit_id) references benefit (agency_id, id)
);

create table person (
  agency_id        bigint not null references agency (id),
  id               bigint generated always as identity,
  citizen_id       bytea not null,
  citizen_id_index bytea not null,
  citizen_id_tail  text not null,
  name             text not null,
  name_key         text not null,
  original_name    text,
  sex              text not null constraint person_sex_known check (sex in ('MALE', 'FEMALE')),
  born_on          date not null,
  phone            bytea,
  phone_index      bytea,
  street           text not null,
  community        text not null,
  created_at       timestamptz not null,
  version          int not null,
  primary key (agency_id, id),
  constraint person_citizen_id_unique unique (agency_id, citizen_id_index)
);

create index person_by_name on person (agency_id, name_key text_pattern_ops);

-- A file of rows handed in by one user and confirmed by another before it takes effect.
create table file_import (
  agency_id      bigint not null references agency (id),
  id             bigint generated always as identity,
  kind           text not null constraint file_import_kind_known check (kind in ('ROSTER', 'VERIFICATION')),
  project_id     bigint,
  mode           text not null constraint file_import_mode_known check (mode in ('FULL', 'PARTIAL')),
  effective_month date,
  file_id        bigint not null,
  sha256         bytea not null,
  state          text not null constraint file_import_state_known
    check (state in ('UPLOADED', 'REFUSED', 'CHECKED', 'CONFIRMED', 'APPLIED', 'WITHDRAWN')),
  summary        jsonb not null,
  proposed_by    bigint not null,
  confirmed_by   bigint,
  created_at     timestamptz not null,
  applied_at     timestamptz,
  version        int not null,
  primary key (agency_id, id),
  constraint file_import_four_eyes check (confirmed_by <> proposed_by),
  foreign key (agency_id, project_id) references project (agency_id, id),
  foreign key (agency_id, file_id) references stored_file (agency_id, id),
  foreign key (agency_id, proposed_by) references app_user (agency_id, id),
  foreign key (agency_id, confirmed_by) references app_user (agency_id, id)
);
-- The same content for the same purpose is one import, unless the first was refused or withdrawn.
create unique index file_import_once on file_import (agency_id, kind, coalesce(project_id, 0), mode, coalesce(effective_month, '-infinity'::date), sha256)
  where state in ('UPLOADED', 'CHECKED', 'CONFIRMED', 'APPLIED');

create table file_import_problem (
  agency_id   bigint not null,
  import_id   bigint not null,
  row_no      int not null,
  column_name text not null,
  value       text not null,
  message     text not null,
  is_error    boolean not null,
  primary key (agency_id, import_id, row_no, column_name, message),
  foreign key (agency_id, import_id) references file_import (agency_id, id)
);

-- A roster file's rows after reading: sensitive values already encrypted, `act` what it will change.
create table roster_import_row (
  agency_id        bigint not null,
  import_id        bigint not null,
  row_no           int not null,
  act              text constraint roster_import_row_act_known check (act in ('NEW', 'CHANGED', 'SAME', 'ENDED')),
  changed_fields   text[] not null,
  person_id        bigint,
  enrollment_id    bigint,
  citizen_id       bytea not null,
  citizen_id_index bytea not null,
  citizen_id_tail  text not null,
  name             text not null,
  name_key         text not null,
  original_name    text,
  sex              text not null,
  born_on          date not null,
  phone            bytea,
  phone_index      bytea,
  street           text not null,
  community        text not null,
  employer         text not null,
  retired_on       date,
  from_month       date not null,
  until_month      date,
  account          bytea,
  account_index    bytea,
  account_tail     text,
  payee_name       text,
  payee_name_key   text,
  payee_relation   text,
  payee_document   text,
  bank_name        text,
  bank_code        text,
  amounts          jsonb not null,
  primary key (agency_id, import_id, row_no),
  foreign key (agency_id, import_id) references file_import (agency_id, id)
);

create table bank_account (
  agency_id       bigint not null,
  id              bigint generated always as identity,
  person_id       bigint not null,
  account         bytea not null,
  account_index   bytea not null,
  account_tail    text not null,
  payee_name      text not null,
  payee_name_key  text not null,
  payee_relation  text not null constraint bank_account_relation_known
    check (payee_relation in ('SELF', 'SPOUSE', 'CHILD', 'PARENT', 'GUARDIAN', 'OTHER')),
  payee_document  text,
  bank_name       text not null,
  bank_code       text,
  effective_from  date not null,
  effective_until date,
  state           text not null constraint bank_account_state_known check (state in ('PROPOSED', 'CONFIRMED', 'REJECTED')),
  import_id       bigint,
  proposed_by     bigint not null,
  confirmed_by    bigint,
  proposed_at     timestamptz not null,
  confirmed_at    timestamptz,
  primary key (agency_id, id),
  constraint bank_account_four_eyes check (confirmed_by <> proposed_by and (state <> 'CONFIRMED' or confirmed_by is not null)),
  constraint bank_account_payee_documented check (payee_relation = 'SELF' or payee_document is not null),
  foreign key (agency_id, person_id) references person (agency_id, id),
  foreign key (agency_id, import_id) references file_import (agency_id, id),
  foreign key (agency_id, proposed_by) references app_user (agency_id, id),
  foreign key (agency_id, confirmed_by) references app_user (agency_id, id)
);
create unique index bank_account_one_current on bank_account (agency_id, person_id)
  where state = 'CONFIRMED' and effective_until is null;
create unique index bank_account_one_proposed on bank_account (agency_id, person_id) where state = 'PROPOSED';
create index bank_account_by_account on bank_account (agency_id, account_index);

-- Death, custody, release, emigration, end of entitlement, hold: what happened to a person, when, and
-- when the office heard of it. The entitlement statement reads it; nothing here moves money.
create table life_event (
  agency_id    bigint not null,
  id           bigint generated always as identity,
  person_id    bigint not null,
  project_id   bigint,
  kind         text not null constraint life_event_kind_known
    check (kind in ('DEATH', 'CUSTODY', 'RELEASE', 'EMIGRATION', 'END_OF_ENTITLEMENT', 'HOLD', 'HOLD_LIFTED')),
  happened_on  date not null,
  reported_on  date not null,
  note         text not null,
  state        text not null constraint life_event_state_known check (state in ('PROPOSED', 'CONFIRMED', 'REJECTED')),
  proposed_by  bigint not null,
  confirmed_by bigint,
  proposed_at  timestamptz not null,
  confirmed_at timestamptz,
  primary key (agency_id, id),
  constraint life_event_four_eyes check (confirmed_by <> proposed_by and (state <> 'CONFIRMED' or confirmed_by is not null)),
  constraint life_event_not_reported_before check (reported_on >= happened_on),
  foreign key (agency_id, person_id) references person (agency_id, id),
  constraint life_event_project foreign key (agency_id, project_id) references project (agency_id, id),
  foreign key (agency_id, proposed_by) references app_user (agency_id, id),
  foreign key (agency_id, confirmed_by) references app_user (agency_id, id)
);
create unique index life_event_one_death on life_event (agency_id, person_id) where kind = 'DEATH' and state <> 'REJECTED';
create index life_event_by_person on life_event (agency_id, person_id, happened_on);

create table enrollment (
  agency_id    bigint not null,
  id           bigint generated always as identity,
  project_id   bigint not null,
  person_id    bigint not null,
  from_month   date not null constraint enrollment_from_is_month check (extract(day from from_month) = 1),
  until_month  date constraint enrollment_until_is_month check (extract(day from until_month) = 1),
  employer     text not null,
  retired_on   date,
  import_id    bigint,
  created_at   timestamptz not null,
  version      int not null,
  primary key (agency_id, id),
  constraint enrollment_once_per_project unique (agency_id, project_id, person_id),
  foreign key (agency_id, project_id) references project (agency_id, id),
  foreign key (agency_id, person_id) references person (agency_id, id),
  foreign key (agency_id, import_id) references file_import (agency_id, id)
);

create table enrollment_amount (
  agency_id      bigint not null,
  enrollment_id  bigint not null,
  benefit_id     bigint not null,
  effective_from date not null,
  amount_fen     bigint not null constraint enrollment_amount_positive check (amount_fen > 0),
  import_id      bigint,
  primary key (agency_id, enrollment_id, benefit_id, effective_from),
  foreign key (agency_id, enrollment_id) references enrollment (agency_id, id),
  foreign key (agency_id, benefit_id) references benefit (agency_id, id)
);

create table verification (
  agency_id   bigint not null,
  id          bigint generated always as identity,
  person_id   bigint not null,
  channel     text not null constraint verification_channel_known check (
    channel in ('DATA_COMPARISON', 'MOBILE', 'COUNTER', 'TERMINAL', 'COMMUNITY', 'HOME_VISIT', 'OVERSEAS')
  ),
  verified_on date not null,
  valid_until date,
  evidence    text not null,
  import_id   bigint,
  recorded_by bigint not null,
  recorded_at timestamptz not null,
  primary key (agency_id, id),
  constraint verification_once_per_day unique (agency_id, person_id, verified_on, channel),
  foreign key (agency_id, person_id) references person (agency_id, id),
  foreign key (agency_id, import_id) references file_import (agency_id, id),
  foreign key (agency_id, recorded_by) references app_user (agency_id, id)
);

create index verification_by_import on verification (agency_id, import_id) where import_id is not null;

-- The latest proof of life of each person, kept by the verification module so that judging a million
-- persons reads one row each.
create table verification_status (
  agency_id   bigint not null,
  person_id   bigint not null,
  verified_on date not null,
  valid_until date,
  primary key (agency_id, person_id),
  foreign key (agency_id, person_id) references person (agency_id, id)
);

create table verification_import_row (
  agency_id   bigint not null,
  import_id   bigint not null,
  row_no      int not null,
  person_id   bigint,
  citizen_id_index bytea not null,
  name_key    text not null,
  channel     text not null,
  verified_on date not null,
  evidence    text not null,
  primary key (agency_id, import_id, row_no),
  foreign key (agency_id, import_id) references file_import (agency_id, id)
);
