-- Proofs of life another module has found, to be recorded as verifications by data comparison; one per person.
create temporary table proof_of_life (
  person_id   bigint not null,
  verified_on date not null,
  evidence    text not null
) on commit drop
