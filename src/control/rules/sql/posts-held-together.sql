-- Posts that check each other held by one user (一人兼任相互制约的岗位): four eyes hold for each step, not for the office.
select app_user.id, null::bigint, null::bigint, null::bigint, array[app_user.id],
  jsonb_build_object('roles', to_jsonb(app_user.roles))
from app_user
where app_user.agency_id = :agencyId::bigint and app_user.active and jsonb_array_length(:asked::jsonb) > 0
  and cardinality(array(
    select unnest(app_user.roles) intersect select unnest(array['CLERK', 'REVIEWER', 'APPROVER'])
  )) > 1
