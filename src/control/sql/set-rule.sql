-- Sets a rule for the agency, or for one of its projects; the row it replaces stands in the audit log.
with setting as (
  insert into control_setting (agency_id, rule_code, project_id, enabled, parameters, reason, set_by, set_at)
  values (:agencyId::bigint, :ruleCode::text, :projectId::bigint, :enabled::boolean, :parameters::jsonb, :reason::text,
    :setBy::bigint, :setAt::timestamptz)
  on conflict (agency_id, rule_code, coalesce(project_id, 0)) do update
  set enabled = excluded.enabled, parameters = excluded.parameters, reason = excluded.reason, set_by = excluded.set_by,
    set_at = excluded.set_at
  returning id
)
select id from setting
