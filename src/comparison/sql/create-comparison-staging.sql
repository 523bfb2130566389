-- The rows of a comparison file as they were read, those with errors too: `problems` says what is wrong with each.
-- Temporary, because a table under row-level security refuses COPY, and because only hits are ever kept.
create temporary table comparison_staging (
  row_no            int not null,
  problems          jsonb,
  citizen_id_index  bytea,
  citizen_id_masked text,
  is_legacy_id      boolean,
  name              text,
  name_key          text,
  happened_on       date,
  record_no         text
) on commit drop
