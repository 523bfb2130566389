-- Asks for a job, unless one of the same name for the same subject is still live (constraint job_one_live).
-- A twin whose transaction is still open is waited for.
insert into job (agency_id, name, subject_id, payload, state, progress, attempts, requested_by, created_at)
values (:agencyId, :name, :subjectId, :payload, 'QUEUED', 0, 0, :requestedBy, :createdAt)
on conflict (agency_id, name, subject_id) where state in ('QUEUED', 'RUNNING') do nothing
returning id
