-- Recomputes the agency's whole chain and names the first entry that does not follow from the one before it,
-- or the place where the chain ends early.
with link as (
  select seq, hash, previous_hash,
    lag(seq, 1, 0::bigint) over in_order as seq_before,
    lag(hash, 1, '\x00'::bytea) over in_order as hash_before,
    audit_hash(previous_hash, seq, at, user_id, act, subject_type, subject_id, details) as recomputed
  from audit_entry
  where agency_id = :agencyId::bigint
  window in_order as (order by seq)
), broken as (
  select min(seq) as seq from link
  where seq <> seq_before + 1 or previous_hash <> hash_before or hash <> recomputed
)
select
  (select count(*) from link)::int as "entryCount",
  coalesce(broken.seq, case when head.seq <> coalesce(last.seq, 0) or head.hash <> coalesce(last.hash, '\x00') then head.seq end) as "brokenSeq"
from audit_head head
left join lateral (select seq, hash from link order by seq desc limit 1) last on true
cross join broken
where head.agency_id = :agencyId::bigint
