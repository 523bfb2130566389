-- Records the proofs of life of a comparison as verifications, each once, on behalf of who handed the file in.
with added as (
  insert into verification (agency_id, person_id, channel, verified_on, result, valid_until, evidence, import_id, recorded_by,
    recorded_at)
  select :agencyId::bigint, person_id, 'DATA_COMPARISON', verified_on, 'PASSED', null, evidence, :importId::bigint,
    :recordedBy::bigint, :now::timestamptz
  from proof_of_life
  order by person_id
  on conflict (agency_id, person_id, verified_on, channel, result) do nothing
  returning id
)
select count(*)::int as "addedCount" from added
