-- What a detection finds, from one project after the other: months that were paid and are not due, each with its payment.
create temporary table overpaid_found (
  person_id bigint, enrollment_id bigint, benefit_id bigint, period date, adjustment_no smallint, version_id bigint, serial int,
  funding_line_id bigint, fiscal_year int, paid_fen bigint, reason text, waived boolean
) on commit drop
