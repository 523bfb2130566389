-- The rows of a file of verifications as they were read, those with errors too: `problems` says what is wrong with
-- each. Temporary, because a table under row-level security refuses COPY.
create temporary table verification_staging (
  row_no            int not null,
  problems          jsonb,
  citizen_id_index  bytea,
  citizen_id_masked text,
  name              text,
  name_key          text,
  channel           text,
  verified_on       date,
  evidence          text,
  result            text,
  reference_no      text,
  visitors          text[],
  evidence_file_id  bigint
) on commit drop
