-- Records the verifications of a confirmed import, each once, on behalf of who handed it in.
with added as (
  insert into verification (agency_id, person_id, channel, verified_on, result, valid_until, evidence, reference_no, visitors,
    evidence_file_id, import_id, recorded_by, recorded_at)
  select import.agency_id, line.person_id, line.channel, line.verified_on, line.result, null, line.evidence, line.reference_no,
    line.visitors, line.evidence_file_id, import.id, import.proposed_by, :now::timestamptz
  from file_import import
  join verification_import_row line on line.agency_id = import.agency_id and line.import_id = import.id
  where import.agency_id = :agencyId and import.id = :importId
  order by line.person_id, line.verified_on, line.channel, line.result
  on conflict (agency_id, person_id, verified_on, channel, result) do nothing
  returning id
)
select count(*)::int as "addedCount" from added
