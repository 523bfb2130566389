-- Adds one entry to the agency's chain. The head row is locked until the transaction ends, so entries of one
-- agency are numbered and chained in the order in which their acts commit.
with head as (
  select agency_id, seq + 1 as seq, hash as previous_hash from audit_head
  where agency_id = :agencyId::bigint
  for update
), entry as (
  insert into audit_entry (agency_id, seq, at, user_id, act, subject_type, subject_id, details, previous_hash, hash)
  select head.agency_id, head.seq, :at::timestamptz, :userId::bigint, :act::text, :subjectType::text, :subjectId::bigint, :details::jsonb, head.previous_hash,
    audit_hash(head.previous_hash, head.seq, :at::timestamptz, :userId::bigint, :act::text, :subjectType::text, :subjectId::bigint, :details::jsonb)
  from head
  returning agency_id, seq, hash
), moved as (
  update audit_head set seq = entry.seq, hash = entry.hash from entry
  where audit_head.agency_id = entry.agency_id
  returning audit_head.seq
)
select seq from moved
