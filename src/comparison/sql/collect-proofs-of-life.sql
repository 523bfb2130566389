-- Hands the proofs of a file to the verification module, through its temporary table.
with collected as (
  insert into proof_of_life (person_id, verified_on, evidence)
  select person_id, happened_on, :label || '比对，记录 ' || record_no || '（导入 ' || import_id || ' 第 ' || row_no || ' 行）'
  from comparison_hit
  where agency_id = :agencyId::bigint and import_id = :importId::bigint and effect = 'VERIFIED'
  returning 1
)
select count(*)::int as "proofCount" from collected
