-- Sex against ID (性别与证件不符): the third of the last four characters, the 17th of all, is odd for men (GB 11643).
select person.id, person.id, null::bigint, null::bigint, null::bigint[], jsonb_build_object('sex', person.sex)
from person
where person.agency_id = :agencyId::bigint and jsonb_array_length(:asked::jsonb) > 0
  and (substr(person.citizen_id_tail, 3, 1) in ('1', '3', '5', '7', '9')) <> (person.sex = 'MALE')
