-- Keeps the rows without an error, with the person each of them is about; a proof that is recorded already is the same.
with kept as (
  insert into verification_import_row (agency_id, import_id, row_no, person_id, citizen_id_index, name_key, channel,
    verified_on, evidence, result, reference_no, visitors, evidence_file_id)
  select :agencyId, :importId, line.row_no, person.id, line.citizen_id_index, line.name_key, line.channel,
    line.verified_on, line.evidence, line.result, line.reference_no, line.visitors, line.evidence_file_id
  from verification_staging line
  join person on person.agency_id = :agencyId and person.citizen_id_index = line.citizen_id_index
  where not exists (
    select from file_import_problem problem
    where problem.agency_id = :agencyId and problem.import_id = :importId
      and problem.row_no = line.row_no and problem.is_error
  )
  returning person_id, channel, verified_on, result
), compared as (
  select exists (
    select from verification
    where verification.agency_id = :agencyId and verification.person_id = kept.person_id
      and verification.verified_on = kept.verified_on and verification.channel = kept.channel
      and verification.result = kept.result
  ) as is_known
  from kept
)
select count(*) filter (where not is_known)::int as "newCount", count(*) filter (where is_known)::int as "sameCount"
from compared
