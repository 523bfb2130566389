-- The members of a round after the cursor: those still open, those held back, or all of them; of one result, street or
-- community if they are given.
select member.enrollment_id as "enrollmentId", member.person_id as "personId", person.name, person.citizen_id as "citizenId",
  person.street, person.community, member.result, member.was_listed as "wasListed",
  member.held_back_reason as "heldBackReason", member.held_back_by as "heldBackBy", status.verified_on as "lastVerifiedOn"
from round_member member
join person on person.agency_id = member.agency_id and person.id = member.person_id
left join verification_status status on status.agency_id = member.agency_id and status.person_id = member.person_id
where member.agency_id = :agencyId::bigint and member.round_id = :roundId::bigint and member.enrollment_id > :after::bigint
  and (:list::text = 'ALL' or (
    member.result in ('NEVER_VERIFIED', 'OVERDUE', 'FAILED', 'SUSPECTED_DEATH', 'SUSPECTED_CUSTODY')
    and (member.held_back_reason is not null) = (:list::text = 'HELD_BACK')
  ))
  and (:result::text is null or member.result = :result::text)
  and (:street::text is null or person.street = :street::text)
  and (:community::text is null or person.community = :community::text)
order by member.enrollment_id
limit :limit::int
