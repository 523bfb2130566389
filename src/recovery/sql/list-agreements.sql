-- The agreements of a case, the newest first, each with its due dates.
select agreement.id, agreement.kind, agreement.state, agreement.document_no as "documentNo", agreement.signed_on as "signedOn",
  agreement.total_fen as "totalFen", agreement.recovered_before_fen as "recoveredBeforeFen", agreement.deduction_id as "deductionId",
  agreement.consent_id as "consentId", agreement.agreed_by as "agreedBy",
  coalesce(jsonb_agg(jsonb_build_object('seq', instalment.seq, 'dueOn', instalment.due_on, 'amountFen', instalment.amount_fen)
    order by instalment.seq) filter (where instalment.seq is not null), '[]') as instalments
from repayment_agreement agreement
left join instalment on instalment.agency_id = agreement.agency_id and instalment.agreement_id = agreement.id
where agreement.agency_id = :agencyId::bigint and agreement.case_id = :caseId::bigint
group by agreement.agency_id, agreement.id
order by agreement.id desc
