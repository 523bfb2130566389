-- Overpayment and recovery (多发追回): what was paid and not due, month by month, and how it comes back.

-- One claim on one person. The four sums are kept beside the rows they are the sums of, so that the database itself
-- refuses to close a case whose sums do not agree.
create table overpayment_case (
  agency_id      bigint not null,
  id             bigint generated always as identity,
  person_id      bigint not null,
  state          text not null constraint overpayment_case_state_known check (state in (
    'PENDING', 'ORDERED', 'IN_INSTALMENTS', 'IN_DEDUCTION', 'SETTLED', 'TRANSFERRED', 'CANCELLED'
  )),
  opened_on      date not null,
  claimed_fen    bigint not null,
  waived_fen     bigint not null,
  recovered_fen  bigint not null,
  owed_back_fen  bigint not null,
  ordered_fen    bigint,
  basis          text,
  repay_by       date,
  determined_by  bigint,
  determined_on  date,
  confirmed_by   bigint,
  ordered_on     date,
  reason         text,
  transferred_to text,
  transferred_by bigint,
  closed_on      date,
  created_at     timestamptz not null,
  version        int not null,
  primary key (agency_id, id),
  constraint overpayment_case_four_eyes check (confirmed_by <> determined_by and transferred_by <> determined_by),
  constraint overpayment_case_ordered_by_two check (state in ('PENDING', 'CANCELLED') or (determined_by is not null and confirmed_by is not null)),
  constraint overpayment_case_sums check (recovered_fen between 0 and claimed_fen and owed_back_fen >= 0 and waived_fen >= 0),
  constraint overpayment_case_settled_agrees check (state <> 'SETTLED' or (claimed_fen = recovered_fen and owed_back_fen = 0)),
  constraint overpayment_case_cancelled_empty check (state <> 'CANCELLED' or (claimed_fen = 0 and owed_back_fen = 0)),
  foreign key (agency_id, person_id) references person (agency_id, id),
  foreign key (agency_id, determined_by) references app_user (agency_id, id),
  foreign key (agency_id, confirmed_by) references app_user (agency_id, id),
  foreign key (agency_id, transferred_by) references app_user (agency_id, id)
);
-- What is found before the sum is determined joins the same case.
create unique index overpayment_case_one_pending on overpayment_case (agency_id, person_id) where state = 'PENDING';
create index overpayment_case_by_person on overpayment_case (agency_id, person_id);
select isolate_agency_table('overpayment_case');

-- A month that was paid and not due, with the payment that paid it. WAIVED: within the project's funeral months, listed and
-- not claimed. WITHDRAWN: due after all, sent back by the bank, or claimed anew in a later case.
create table overpaid_month (
  agency_id       bigint not null,
  id              bigint generated always as identity,
  case_id         bigint not null,
  enrollment_id   bigint not null,
  benefit_id      bigint not null,
  period          date not null,
  adjustment_no   smallint not null,
  version_id      bigint not null,
  serial          int not null,
  funding_line_id bigint not null,
  fiscal_year     int not null,
  paid_fen        bigint not null constraint overpaid_month_positive check (paid_fen > 0),
  reason          text not null,
  standing        text not null constraint overpaid_month_standing_known check (standing in ('CLAIMED', 'WAIVED', 'WITHDRAWN')),
  found_on        date not null,
  withdrawn_on    date,
  withdrawn_as    text constraint overpaid_month_withdrawn_known check (withdrawn_as in ('DUE_AGAIN', 'PAYMENT_RETURNED', 'CLAIMED_ANEW')),
  primary key (agency_id, id),
  constraint overpaid_month_withdrawn_explained check ((standing = 'WITHDRAWN') = (withdrawn_on is not null and withdrawn_as is not null)),
  foreign key (agency_id, case_id) references overpayment_case (agency_id, id),
  foreign key (agency_id, enrollment_id) references enrollment (agency_id, id),
  foreign key (agency_id, funding_line_id) references funding_line (agency_id, id)
);
-- Nobody is asked twice for one month.
create unique index overpaid_month_claimed_once on overpaid_month (agency_id, enrollment_id, benefit_id, period, adjustment_no)
  where standing <> 'WITHDRAWN';
create index overpaid_month_by_case on overpaid_month (agency_id, case_id);
create index overpaid_month_by_payment on overpaid_month (agency_id, version_id, serial);
select isolate_agency_table('overpaid_month');

-- Another person's agreement, on paper, that a debt be taken from that person's payments (抵扣同意书).
create table deduction_consent (
  agency_id   bigint not null,
  id          bigint generated always as identity,
  case_id     bigint not null,
  person_id   bigint not null,
  document_no text not null,
  signed_on   date not null,
  file_id     bigint not null,
  recorded_by bigint not null,
  recorded_at timestamptz not null,
  primary key (agency_id, id),
  constraint deduction_consent_once unique (agency_id, case_id, document_no),
  foreign key (agency_id, case_id) references overpayment_case (agency_id, id),
  foreign key (agency_id, person_id) references person (agency_id, id),
  foreign key (agency_id, file_id) references stored_file (agency_id, id),
  foreign key (agency_id, recorded_by) references app_user (agency_id, id)
);
select isolate_agency_table('deduction_consent');
revoke update on deduction_consent from zufa_app;

-- How an ordered sum is to come back: by instalments, or by deduction from later payments.
create table repayment_agreement (
  agency_id            bigint not null,
  id                   bigint generated always as identity,
  case_id              bigint not null,
  kind                 text not null constraint repayment_agreement_kind_known check (kind in ('INSTALMENTS', 'DEDUCTION')),
  state                text not null constraint repayment_agreement_state_known check (state in ('ACTIVE', 'ENDED')),
  document_no          text not null,
  signed_on            date not null,
  total_fen            bigint not null constraint repayment_agreement_positive check (total_fen > 0),
  recovered_before_fen bigint not null,
  deduction_id         bigint,
  consent_id           bigint,
  agreed_by            bigint not null,
  agreed_at            timestamptz not null,
  primary key (agency_id, id),
  constraint repayment_agreement_deducts check ((kind = 'DEDUCTION') = (deduction_id is not null)),
  foreign key (agency_id, case_id) references overpayment_case (agency_id, id),
  foreign key (agency_id, deduction_id) references deduction (agency_id, id),
  foreign key (agency_id, consent_id) references deduction_consent (agency_id, id),
  foreign key (agency_id, agreed_by) references app_user (agency_id, id)
);
create unique index repayment_agreement_one_active on repayment_agreement (agency_id, case_id) where state = 'ACTIVE';
select isolate_agency_table('repayment_agreement');

create table instalment (
  agency_id    bigint not null,
  agreement_id bigint not null,
  seq          int not null,
  due_on       date not null,
  amount_fen   bigint not null constraint instalment_positive check (amount_fen > 0),
  primary key (agency_id, agreement_id, seq),
  foreign key (agency_id, agreement_id) references repayment_agreement (agency_id, id)
);
select isolate_agency_table('instalment');
revoke update on instalment from zufa_app;

-- Money that came in for a case, or was given back because it turned out not to be owed, as finance recorded it.
create table repayment (
  agency_id   bigint not null,
  id          bigint generated always as identity,
  case_id     bigint not null,
  kind        text not null constraint repayment_kind_known check (kind in ('REPAYMENT', 'REFUND')),
  amount_fen  bigint not null constraint repayment_positive check (amount_fen > 0),
  happened_on date not null,
  channel     text not null constraint repayment_channel_known check (channel in ('BANK_TRANSFER', 'CASH', 'COURT', 'OTHER')),
  document_no text not null,
  recorded_by bigint not null,
  recorded_at timestamptz not null,
  primary key (agency_id, id),
  constraint repayment_document_once unique (agency_id, kind, document_no),
  foreign key (agency_id, case_id) references overpayment_case (agency_id, id),
  foreign key (agency_id, recorded_by) references app_user (agency_id, id)
);
select isolate_agency_table('repayment');
revoke update on repayment from zufa_app;

-- What was entered in the ledger for a case: a repayment or a confirmed deduction, spread over its months, oldest first.
-- A negative amount takes back what was entered. Never changed: a mistake is entered the other way.
create table recovery_entry (
  agency_id       bigint not null,
  id              bigint generated always as identity,
  case_id         bigint not null,
  month_id        bigint not null,
  funding_line_id bigint not null,
  returned_to     text not null constraint recovery_entry_returned_known check (returned_to in ('AVAILABLE', 'RETURNED_TO_TREASURY')),
  amount_fen      bigint not null constraint recovery_entry_moves check (amount_fen <> 0),
  happened_on     date not null,
  repayment_id    bigint,
  deduction_id    bigint,
  version_id      bigint,
  serial          int,
  paying_line_id  bigint,
  entered_at      timestamptz not null,
  primary key (agency_id, id),
  constraint recovery_entry_one_source check ((repayment_id is null) = (deduction_id is not null)
    and (deduction_id is null) = (version_id is null or serial is null or paying_line_id is null)),
  foreign key (agency_id, case_id) references overpayment_case (agency_id, id),
  foreign key (agency_id, month_id) references overpaid_month (agency_id, id),
  foreign key (agency_id, funding_line_id) references funding_line (agency_id, id),
  foreign key (agency_id, repayment_id) references repayment (agency_id, id),
  foreign key (agency_id, deduction_id) references deduction (agency_id, id),
  foreign key (agency_id, paying_line_id) references funding_line (agency_id, id)
);
create index recovery_entry_by_case on recovery_entry (agency_id, case_id);
create index recovery_entry_by_deduction on recovery_entry (agency_id, deduction_id) where deduction_id is not null;
select isolate_agency_table('recovery_entry');
revoke update on recovery_entry from zufa_app;
create trigger recovery_entry_append_only before update or delete or truncate on recovery_entry
  for each statement execute function refuse_change();

-- From now on a deduction serves a case that exists.
alter table deduction add foreign key (agency_id, case_id) references overpayment_case (agency_id, id);

alter table ledger_entry drop constraint ledger_entry_event_known;
alter table ledger_entry add constraint ledger_entry_event_known check (event in (
  'BUDGET_APPROVED', 'BUDGET_ADDED', 'BUDGET_CUT', 'BATCH_APPROVED', 'BATCH_VOIDED', 'FILE_SENT',
  'PAYMENT_SUCCEEDED', 'PAYMENT_FAILED', 'PAYMENT_REVERSED', 'PAYMENT_REVERSED_LATE',
  'OVERPAYMENT_REPAID', 'OVERPAYMENT_REPAID_LATE', 'REPAYMENT_UNDONE', 'REPAYMENT_UNDONE_LATE', 'DEDUCTION_PAID', 'DEDUCTION_UNDONE'
));
