-- The persons of a screening: those of a batch version, or of a project; left empty for a screening of everybody.
create temporary table screened on commit drop as
select payment.person_id from payment
where payment.agency_id = :agencyId::bigint and payment.version_id = :versionId::bigint
union
select enrollment.person_id from enrollment
where enrollment.agency_id = :agencyId::bigint and enrollment.project_id = :projectId::bigint and :versionId::bigint is null
