-- Funding lines and their ledger, entitlements, batches, payments and what banks say of them.

create table funding_line (
  agency_id         bigint not null,
  id                bigint generated always as identity,
  project_id        bigint not null,
  fiscal_year       int not null,
  code              text not null,
  name              text not null,
  source            text not null,
  function_code     text not null,
  window_from       date not null,
  window_until      date not null,
  may_finance_from  date not null,
  may_finance_until date not null,
  created_at        timestamptz not null,
  primary key (agency_id, id),
  constraint funding_line_code_unique unique (agency_id, fiscal_year, code),
  constraint funding_line_window check (window_from <= window_until and may_finance_from <= may_finance_until),
  foreign key (agency_id, project_id) references project (agency_id, id)
);

create table funding_document (
  agency_id       bigint not null,
  id              bigint generated always as identity,
  funding_line_id bigint not null,
  kind            text not null constraint funding_document_kind_known check (kind in ('INITIAL', 'ADDED', 'CUT')),
  amount_fen      bigint not null constraint funding_document_positive check (amount_fen > 0),
  document_no     text not null,
  issued_on       date not null,
  recorded_by     bigint not null,
  recorded_at     timestamptz not null,
  primary key (agency_id, id),
  constraint funding_document_once unique (agency_id, funding_line_id, document_no),
  foreign key (agency_id, funding_line_id) references funding_line (agency_id, id),
  foreign key (agency_id, recorded_by) references app_user (agency_id, id)
);
create unique index funding_document_one_initial on funding_document (agency_id, funding_line_id) where kind = 'INITIAL';

-- Running balance per account. APPROPRIATION is the source and only falls; every other account never
-- goes below zero; the six of a line always add up to zero.
create table funding_balance (
  agency_id       bigint not null,
  funding_line_id bigint not null,
  account         text not null constraint funding_balance_account_known
    check (account in ('APPROPRIATION', 'AVAILABLE', 'COMMITTED', 'IN_TRANSIT', 'PAID', 'RETURNED_TO_TREASURY')),
  balance_fen     bigint not null,
  primary key (agency_id, funding_line_id, account),
  constraint funding_balance_covered check (case when account = 'APPROPRIATION' then balance_fen <= 0 else balance_fen >= 0 end),
  foreign key (agency_id, funding_line_id) references funding_line (agency_id, id)
);

create table ledger_entry (
  agency_id       bigint not null,
  id              bigint generated always as identity,
  funding_line_id bigint not null,
  event           text not null constraint ledger_entry_event_known check (event in (
    'BUDGET_APPROVED', 'BUDGET_ADDED', 'BUDGET_CUT', 'BATCH_APPROVED', 'BATCH_VOIDED', 'FILE_SENT',
    'PAYMENT_SUCCEEDED', 'PAYMENT_FAILED', 'PAYMENT_REVERSED', 'PAYMENT_REVERSED_LATE'
  )),
  from_account    text not null,
  to_account      text not null,
  amount_fen      bigint not null constraint ledger_entry_positive check (amount_fen > 0),
  cause           text not null,
  batch_id        bigint,
  booked_on       date not null,
  booked_at       timestamptz not null,
  primary key (agency_id, id),
  constraint ledger_entry_once unique (agency_id, event, cause),
  constraint ledger_entry_moves check (from_account <> to_account),
  foreign key (agency_id, funding_line_id, from_account) references funding_balance (agency_id, funding_line_id, account),
  foreign key (agency_id, funding_line_id, to_account) references funding_balance (agency_id, funding_line_id, account)
);
create index ledger_entry_by_line on ledger_entry (agency_id, funding_line_id, id);

-- What is owed: enrolment x benefit x month. No foreign keys and no surrogate key: the rows are born from
-- a join with their parents, a million at a time, and a check per row would cost more than the row.
-- (version_id, serial) names the one payment that settles it; a single column pair is why an entitlement
-- cannot be in two payments.
create table entitlement (
  agency_id       bigint not null,
  benefit_id      bigint not null,
  enrollment_id   bigint not null,
  project_id      bigint not null,
  amount_fen      bigint not null constraint entitlement_positive check (amount_fen > 0),
  version_id      bigint,
  serial          int,
  period          date not null,
  qualifying_on   date not null,
  judged_on       date not null,
  adjustment_no   smallint not null,
  failed_attempts smallint not null,
  failed_version_id bigint,
  failed_serial   int,
  state           text not null constraint entitlement_state_known
    check (state in ('DUE', 'WITHHELD', 'FAILED', 'CANCELLED', 'IN_PAYMENT')),
  reason          text,
  constraint entitlement_once primary key (agency_id, benefit_id, period, enrollment_id, adjustment_no),
  constraint entitlement_in_payment check ((state = 'IN_PAYMENT') = (version_id is not null and serial is not null)),
  constraint entitlement_explained check ((state in ('WITHHELD', 'CANCELLED', 'FAILED')) = (reason is not null))
);
create index entitlement_by_payment on entitlement (agency_id, version_id, serial) where version_id is not null;
create index entitlement_open on entitlement (agency_id, project_id, period) where state <> 'IN_PAYMENT';

create table bank_profile (
  agency_id     bigint not null references agency (id),
  id            bigint generated always as identity,
  code          text not null,
  version_no    int not null,
  name          text not null,
  definition    jsonb not null,
  payer_unit_no text not null,
  payer_account bytea not null,
  created_by    bigint not null,
  created_at    timestamptz not null,
  primary key (agency_id, id),
  constraint bank_profile_version_unique unique (agency_id, code, version_no),
  foreign key (agency_id, created_by) references app_user (agency_id, id)
);

create table payment_batch (
  agency_id          bigint not null,
  id                 bigint generated always as identity,
  project_id         bigint not null,
  payout_id          bigint not null,
  kind               text not null constraint payment_batch_kind_known check (kind in ('REGULAR', 'SUPPLEMENTARY', 'REISSUE')),
  sequence           int not null,
  state              text not null constraint payment_batch_state_known check (state in (
    'DRAFT', 'COMPILED', 'SUBMITTED', 'REVIEWED', 'APPROVED', 'FILE_SENT', 'PARTLY_RETURNED', 'RETURNED',
    'RECONCILED', 'ARCHIVED', 'VOIDED'
  )),
  version            int not null,
  current_version_id bigint,
  funding_line_id    bigint not null,
  bank_profile_id    bigint not null,
  prepared_by        bigint not null,
  submitted_by       bigint,
  reviewed_by        bigint,
  approved_by        bigint,
  sent_by            bigint,
  sent_on            date,
  reason             text,
  created_at         timestamptz not null,
  primary key (agency_id, id),
  constraint payment_batch_reviewed_by_another check (reviewed_by not in (prepared_by, submitted_by)),
  constraint payment_batch_approved_by_a_third check (approved_by not in (prepared_by, submitted_by, reviewed_by)),
  constraint payment_batch_reviewed_before_approved check (state not in ('APPROVED', 'FILE_SENT', 'PARTLY_RETURNED', 'RETURNED', 'RECONCILED', 'ARCHIVED')
    or (submitted_by is not null and reviewed_by is not null and approved_by is not null)),
  foreign key (agency_id, project_id) references project (agency_id, id),
  foreign key (agency_id, payout_id) references payout (agency_id, id),
  foreign key (agency_id, funding_line_id) references funding_line (agency_id, id),
  constraint payment_batch_bank_profile foreign key (agency_id, bank_profile_id) references bank_profile (agency_id, id),
  foreign key (agency_id, prepared_by) references app_user (agency_id, id),
  foreign key (agency_id, submitted_by) references app_user (agency_id, id),
  foreign key (agency_id, reviewed_by) references app_user (agency_id, id),
  foreign key (agency_id, approved_by) references app_user (agency_id, id),
  foreign key (agency_id, sent_by) references app_user (agency_id, id)
);
create unique index payment_batch_one_regular on payment_batch (agency_id, payout_id) where kind = 'REGULAR' and state <> 'VOIDED';
-- Two open batches of one project would fight over the same entitlements.
create unique index payment_batch_one_open on payment_batch (agency_id, project_id)
  where state in ('DRAFT', 'COMPILED', 'SUBMITTED', 'REVIEWED', 'APPROVED');

-- One compilation of a batch. Returned to the preparer, a batch gets a new version; the old one stays as it was.
create table batch_version (
  agency_id     bigint not null,
  id            bigint generated always as identity,
  batch_id      bigint not null,
  version_no    int not null,
  judged_on     date not null,
  payment_count int not null,
  total_fen     bigint not null,
  digest        bytea,
  compiled_by   bigint not null,
  compiled_at   timestamptz not null,
  primary key (agency_id, id),
  constraint batch_version_unique unique (agency_id, batch_id, version_no),
  foreign key (agency_id, batch_id) references payment_batch (agency_id, id),
  foreign key (agency_id, compiled_by) references app_user (agency_id, id)
);
alter table payment_batch add foreign key (agency_id, current_version_id) references batch_version (agency_id, id);

-- One attempt to pay one enrolled person in one batch, with a snapshot of payee and account. Never updated.
create table payment (
  agency_id      bigint not null,
  version_id     bigint not null,
  enrollment_id  bigint not null,
  person_id      bigint not null,
  account_id     bigint not null,
  amount_fen     bigint not null constraint payment_positive check (amount_fen > 0),
  serial         int not null,
  payee_name     text not null,
  payee_name_key text not null,
  account        bytea not null,
  account_index  bytea not null,
  account_tail   text not null,
  citizen_id     bytea not null,
  bank_name      text not null,
  bank_code      text,
  constraint payment_serial primary key (agency_id, version_id, serial)
);

-- What the bank said of a payment, as it said it, one row per statement; the latest counts.
create table payment_outcome (
  agency_id    bigint not null,
  version_id   bigint not null,
  return_id    bigint not null,
  serial       int not null,
  line_no      int,
  seq          smallint not null,
  posted_on    date,
  outcome      text not null constraint payment_outcome_known check (outcome in ('SUCCEEDED', 'FAILED', 'UNKNOWN', 'REVERSED')),
  code         text not null,
  bank_code    text,
  bank_message text,
  bank_serial  text,
  constraint payment_outcome_seq primary key (agency_id, version_id, serial, seq),
  constraint payment_outcome_reversed_after_success check (outcome <> 'REVERSED' or seq > 1)
);

-- The few whose result a bank has not stated.
create index payment_outcome_unknown on payment_outcome (agency_id, version_id, serial) where outcome = 'UNKNOWN';

create table bank_file (
  agency_id    bigint not null,
  id           bigint generated always as identity,
  batch_id     bigint not null,
  version_id   bigint not null,
  profile_id   bigint not null,
  part_no      int not null,
  file_name    text not null,
  sha256       bytea not null,
  size_bytes   bigint not null,
  first_serial int not null,
  line_count   int not null,
  total_fen    bigint not null,
  produced_on  date not null,
  created_by   bigint not null,
  created_at   timestamptz not null,
  primary key (agency_id, id),
  constraint bank_file_once unique (agency_id, version_id, part_no),
  foreign key (agency_id, batch_id) references payment_batch (agency_id, id),
  foreign key (agency_id, version_id) references batch_version (agency_id, id),
  foreign key (agency_id, profile_id) references bank_profile (agency_id, id),
  foreign key (agency_id, created_by) references app_user (agency_id, id)
);

create table bank_return (
  agency_id         bigint not null,
  id                bigint generated always as identity,
  batch_id          bigint not null,
  file_id           bigint not null,
  sha256            bytea not null,
  state             text not null constraint bank_return_state_known check (state in ('RECEIVED', 'APPLIED', 'REFUSED')),
  line_count        int not null,
  applied_count     int not null,
  repeated_count    int not null,
  discrepancy_count int not null,
  problem           jsonb,
  received_by       bigint not null,
  received_at       timestamptz not null,
  applied_at        timestamptz,
  primary key (agency_id, id),
  -- One answer answers one batch: a file without a batch number fits any month of the same people.
  constraint bank_return_once unique (agency_id, sha256),
  foreign key (agency_id, batch_id) references payment_batch (agency_id, id),
  foreign key (agency_id, file_id) references stored_file (agency_id, id),
  foreign key (agency_id, received_by) references app_user (agency_id, id)
);

create table return_discrepancy (
  agency_id   bigint not null,
  return_id   bigint not null,
  line_no     int not null,
  kind        text not null constraint return_discrepancy_kind_known check (kind in (
    'MALFORMED_LINE', 'UNKNOWN_SERIAL', 'REPEATED_ROW', 'AMOUNT_DIFFERS', 'ACCOUNT_DIFFERS', 'NAME_DIFFERS',
    'ALREADY_SETTLED'
  )),
  serial      int,
  facts       jsonb not null,
  message     text not null,
  resolution  text,
  resolved_by bigint,
  resolved_at timestamptz,
  primary key (agency_id, return_id, line_no, kind),
  foreign key (agency_id, return_id) references bank_return (agency_id, id),
  foreign key (agency_id, resolved_by) references app_user (agency_id, id)
);
create index return_discrepancy_open on return_discrepancy (agency_id, return_id) where resolved_at is null;

create table reconciliation (
  agency_id     bigint not null,
  id            bigint generated always as identity,
  batch_id      bigint not null,
  balanced      boolean not null,
  figures       jsonb not null,
  differences   jsonb not null,
  reconciled_by bigint not null,
  reconciled_at timestamptz not null,
  primary key (agency_id, id),
  foreign key (agency_id, batch_id) references payment_batch (agency_id, id),
  foreign key (agency_id, reconciled_by) references app_user (agency_id, id)
);
