-- The lines of one return file as they were read; temporary, because row-level security refuses COPY into a real table.
-- `occurrence` counts the lines of one serial in the order of the file. `name_key` is null where it is the name itself.
create temporary table returned_line (
  line_no       int not null,
  occurrence    smallint not null,
  serial        bigint,
  amount_fen    bigint,
  account_index bytea,
  account_tail  text,
  payee_name    text,
  name_key      text,
  outcome       text,
  code          text,
  posted_on     date,
  bank_code     text,
  bank_message  text,
  bank_serial   text,
  malformed     text
) on commit drop
