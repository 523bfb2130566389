-- What the rules of one screening find, before it is compared with what is known.
create temporary table found (
  rule_code  text not null,
  subject_id bigint not null,
  person_id  bigint,
  project_id bigint,
  batch_id   bigint,
  user_ids   bigint[],
  facts      jsonb not null
) on commit drop
