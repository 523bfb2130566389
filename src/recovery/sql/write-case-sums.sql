-- Keeps the sums of some cases equal to their rows; the lists are columns of one table.
with summed as (
  select * from unnest(:caseIds::bigint[], :claimedFen::bigint[], :waivedFen::bigint[], :recoveredFen::bigint[], :owedBackFen::bigint[])
    as summed (case_id, claimed_fen, waived_fen, recovered_fen, owed_back_fen)
), written as (
  update overpayment_case
  set claimed_fen = summed.claimed_fen, waived_fen = summed.waived_fen, recovered_fen = summed.recovered_fen,
    owed_back_fen = summed.owed_back_fen, version = overpayment_case.version + 1
  from summed
  where overpayment_case.agency_id = :agencyId::bigint and overpayment_case.id = summed.case_id
  returning 1
)
select count(*)::int as "writtenCount" from written
