-- Agencies, users, sessions, audit, jobs and stored files: what every other table stands on.
--
-- Every table's keys begin with agency_id, so that each agency's data stays together and no row can
-- point at another agency's. Row-level security is switched on for all tables at the end of each migration.

do $$
begin
  if not exists (select from pg_roles where rolname = 'zufa_app') then
    create role zufa_app nologin;
  end if;
end
$$;

-- The agency whose data the current transaction may see; unset, it sees nothing.
create function current_agency_id() returns bigint
  language sql stable parallel safe
  return nullif(current_setting('zufa.agency_id', true), '')::bigint;

create table agency (
  id         bigint generated always as identity primary key,
  parent_id  bigint references agency (id),
  code       text not null constraint agency_code_unique unique,
  name       text not null,
  created_at timestamptz not null
);

create table app_user (
  agency_id            bigint not null references agency (id),
  id                   bigint generated always as identity,
  username             text not null,
  display_name         text not null,
  password_hash        text not null,
  password_set_at      timestamptz not null,
  must_change_password boolean not null,
  roles                text[] not null,
  active               boolean not null,
  failed_logins        int not null,
  locked_until         timestamptz,
  version              int not null,
  primary key (agency_id, id),
  constraint app_user_name_unique unique (agency_id, username),
  constraint app_user_roles_known check (
    roles <@ array['CLERK', 'REVIEWER', 'APPROVER', 'FINANCE', 'SUPERVISOR', 'AUDITOR', 'ADMINISTRATOR']
    and cardinality(roles) > 0
  )
);

create table password_history (
  agency_id     bigint not null,
  user_id       bigint not null,
  set_at        timestamptz not null,
  password_hash text not null,
  primary key (agency_id, user_id, set_at),
  foreign key (agency_id, user_id) references app_user (agency_id, id)
);

create table session (
  agency_id    bigint not null,
  id           bigint generated always as identity,
  user_id      bigint not null,
  token_hash   bytea not null,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  revoked_at   timestamptz,
  primary key (agency_id, id),
  constraint session_token_unique unique (agency_id, token_hash),
  foreign key (agency_id, user_id) references app_user (agency_id, id)
);

-- The answer a request got, kept in the transaction of its effect: asked again with the same key,
-- it gets the same answer.
create table idempotency_key (
  agency_id    bigint not null,
  user_id      bigint not null,
  key          text not null,
  request_hash text not null,
  answer       json,
  created_at   timestamptz not null,
  primary key (agency_id, user_id, key),
  foreign key (agency_id, user_id) references app_user (agency_id, id)
);

-- Append-only and hash-chained: hash = sha256(previous hash, sequence, time, user, act, subject, details).
create table audit_entry (
  agency_id     bigint not null references agency (id),
  seq           bigint not null,
  at            timestamptz not null,
  user_id       bigint,
  act           text not null,
  subject_type  text not null,
  subject_id    bigint,
  details       jsonb not null,
  previous_hash bytea not null,
  hash          bytea not null,
  primary key (agency_id, seq),
  foreign key (agency_id, user_id) references app_user (agency_id, id)
);
create index audit_entry_by_subject on audit_entry (agency_id, subject_type, subject_id, seq);

create table audit_head (
  agency_id bigint primary key references agency (id),
  seq       bigint not null,
  hash      bytea not null
);

-- The hash of one entry; the same function writes the chain and verifies it. Every field is length-prefixed by
-- being one JSON array, so no two different entries have the same text.
create function audit_hash(previous_hash bytea, seq bigint, at timestamptz, user_id bigint, act text, subject_type text, subject_id bigint, details jsonb)
  returns bytea language sql stable parallel safe
  return sha256(previous_hash || convert_to(
    jsonb_build_array(seq, extract(epoch from at), user_id, act, subject_type, subject_id, details)::text, 'UTF8'));

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name
    using errcode = 'integrity_constraint_violation', constraint = tg_table_name || '_append_only';
end
$$;

create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();

-- What is asked of the system to do in the background. The row is the intent; Bull or the runner in the
-- process only says "now".
create table job (
  agency_id    bigint not null references agency (id),
  id           bigint generated always as identity,
  name         text not null,
  subject_id   bigint not null,
  payload      jsonb not null,
  state        text not null constraint job_state_known check (state in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
  progress     int not null,
  attempts     int not null,
  problem      jsonb,
  result       jsonb,
  requested_by bigint,
  created_at   timestamptz not null,
  started_at   timestamptz,
  finished_at  timestamptz,
  primary key (agency_id, id),
  foreign key (agency_id, requested_by) references app_user (agency_id, id)
);
-- One live job per name and subject: a second click finds the first.
create unique index job_one_live on job (agency_id, name, subject_id) where state in ('QUEUED', 'RUNNING');

-- Files that came in, kept whole and encrypted; files that go out are a pure function of frozen rows
-- and are kept as their hash.
create table stored_file (
  agency_id  bigint not null references agency (id),
  id         bigint generated always as identity,
  name       text not null,
  sha256     bytea not null,
  size_bytes bigint not null,
  created_by bigint not null,
  created_at timestamptz not null,
  primary key (agency_id, id),
  foreign key (agency_id, created_by) references app_user (agency_id, id)
);

create table stored_file_chunk (
  agency_id bigint not null,
  file_id   bigint not null,
  seq       int not null,
  content   bytea not null,
  primary key (agency_id, file_id, seq),
  foreign key (agency_id, file_id) references stored_file (agency_id, id)
);
