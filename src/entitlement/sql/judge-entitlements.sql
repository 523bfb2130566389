-- Judges what a project owes as of one day, into the temporary table `judged`: every entitlement the payout newly
-- accrues (enrolment x benefit x month, at the rate in force that month) and every open one up to that payout.
--
-- Of some persons alone if `personIds` is given; with `includesPaid` also what is in a payment, so that paid months which
-- were never due are found by the very rules that should have stopped them.
--
-- `reason` is the first rule that forbids payment, or null for what is payable; the rules stand in the order in which
-- an auditor would ask. `serial` numbers the payable enrolments and is null for the rest.
-- Source: design, domain, "Core: entitlement first, payment second".
create temporary table judged on commit drop as
with asked as materialized (
  select payout.agency_id, payout.id as payout_id, payout.project_id, payout.covers_until, payout.due_on,
    :judgedOn::date as judged_on, :accruesEarlier::boolean as accrues_earlier, :onlyFailed::boolean as only_failed,
    :financesFrom::date as finances_from, :financesUntil::date as finances_until,
    project.verification_cycle_months, project.grace_days, project.pays_month_of_death, project.exclusive_group,
    project.account_failure_limit
  from payout
  join project on project.agency_id = payout.agency_id and project.id = payout.project_id
  where payout.agency_id = :agencyId::bigint and payout.id = :payoutId::bigint

-- What the payout covers: each month of a monthly benefit, the first month alone of a yearly one. A supplementary batch
-- also accrues what the project's earlier payouts missed (somebody enrolled late). `qualifying_on` is the day on which a
-- person must be alive and enrolled: the first of the month where the month of death is paid, its last where it is
-- not; for a yearly benefit the payout's qualifying day.
), covered as materialized (
  select distinct on (benefit.id, month.period) benefit.id as benefit_id, month.period, qualifying.on_day as qualifying_on,
    date_trunc('month', qualifying.on_day::timestamp)::date as qualifying_month
  from asked
  join payout on payout.agency_id = asked.agency_id and payout.project_id = asked.project_id
    and (payout.id = asked.payout_id or (asked.accrues_earlier and payout.covers_until <= asked.covers_until
      and payout.due_on < asked.due_on and coalesce(payout.qualifying_on, payout.covers_from) <= asked.judged_on))
  join payout_benefit on payout_benefit.agency_id = payout.agency_id and payout_benefit.payout_id = payout.id
  join benefit on benefit.agency_id = asked.agency_id and benefit.id = payout_benefit.benefit_id
  cross join lateral (
    select generated::date as period
    from generate_series(
      payout.covers_from,
      case benefit.frequency when 'MONTHLY' then payout.covers_until else payout.covers_from end,
      interval '1 month'
    ) generated
  ) month
  cross join lateral (
    select case
      when benefit.frequency = 'YEARLY' then payout.qualifying_on
      when asked.pays_month_of_death then month.period
      else (month.period + interval '1 month - 1 day')::date
    end as on_day
  ) qualifying
  order by benefit.id, month.period, payout.id

-- What is open from before, to be judged anew: cancelled too, for an event or an end may have been corrected since.
-- A deduction out of a payment is not judged: it died with its payment, and the next takes its own (`deduct-agreed.sql`).
), open as (
  select entitlement.*, date_trunc('month', entitlement.qualifying_on::timestamp)::date as qualifying_month,
    enrollment.person_id, enrollment.from_month, enrollment.until_month
  from asked
  join entitlement on entitlement.agency_id = asked.agency_id and entitlement.project_id = asked.project_id
    and entitlement.period <= asked.covers_until and (entitlement.state <> 'IN_PAYMENT' or :includesPaid::boolean)
    and (entitlement.deduction_id is null or entitlement.state = 'IN_PAYMENT')
  join enrollment on enrollment.agency_id = entitlement.agency_id and enrollment.id = entitlement.enrollment_id
    and (:personIds::bigint[] is null or enrollment.person_id = any(:personIds::bigint[]))

-- The rate in force for each month to be judged; for a yearly benefit, on its qualifying day.
), priced as materialized (
  select month.benefit_id, month.period, month.qualifying_month, benefit.basis, rate.amount_fen as rate_fen
  from asked
  cross join (
    select benefit_id, period, qualifying_month from covered
    union
    select benefit_id, period, qualifying_month from open
  ) month
  join benefit on benefit.agency_id = asked.agency_id and benefit.id = month.benefit_id
  cross join lateral (
    select benefit_rate.amount_fen from benefit_rate
    where benefit_rate.agency_id = benefit.agency_id and benefit_rate.benefit_id = benefit.id
      and benefit_rate.effective_from <= month.qualifying_month
    order by benefit_rate.effective_from desc limit 1
  ) rate

), individual as materialized (
  select distinct on (amount.enrollment_id, priced.benefit_id, priced.period, priced.qualifying_month) amount.enrollment_id,
    priced.benefit_id, priced.period, priced.qualifying_month, amount.amount_fen
  from asked
  cross join priced
  join enrollment_amount amount on amount.agency_id = asked.agency_id and amount.benefit_id = priced.benefit_id
    and amount.effective_from <= priced.qualifying_month
  where priced.basis = 'INDIVIDUAL'
  order by amount.enrollment_id, priced.benefit_id, priced.period, priced.qualifying_month, amount.effective_from desc

-- An individual amount is never more than the cap in force. What a bank refused is paid again at the amount it refused;
-- everything else at the amount that is right today.
), candidate as (
  select enrollment.id as enrollment_id, enrollment.person_id, enrollment.from_month, enrollment.until_month, covered.benefit_id,
    covered.period, covered.qualifying_on, covered.qualifying_month, 0::smallint as adjustment_no, 0::smallint as failed_attempts,
    null::bigint as deduction_id,
    false as was_refused, true as is_new,
    case priced.basis when 'STANDARD' then priced.rate_fen else least(individual.amount_fen, priced.rate_fen) end as amount_fen
  from asked
  cross join covered
  join priced using (benefit_id, period, qualifying_month)
  join enrollment on enrollment.agency_id = asked.agency_id and enrollment.project_id = asked.project_id
    and enrollment.from_month <= covered.qualifying_on
    and coalesce(enrollment.until_month, 'infinity') >= covered.qualifying_month
  left join individual on individual.enrollment_id = enrollment.id and individual.benefit_id = covered.benefit_id
    and individual.period = covered.period and individual.qualifying_month = covered.qualifying_month
  where (priced.basis = 'STANDARD' or individual.amount_fen is not null)
    and (:personIds::bigint[] is null or enrollment.person_id = any(:personIds::bigint[]))
    and not exists (
      select from entitlement known where known.agency_id = asked.agency_id and known.benefit_id = covered.benefit_id
        and known.period = covered.period and known.enrollment_id = enrollment.id)
  union all
  select open.enrollment_id, open.person_id, open.from_month, open.until_month, open.benefit_id, open.period,
    open.qualifying_on, open.qualifying_month, open.adjustment_no, open.failed_attempts, open.deduction_id,
    open.failed_version_id is not null, false,
    case when open.failed_version_id is null and open.deduction_id is null then
      coalesce(case priced.basis when 'STANDARD' then priced.rate_fen else least(individual.amount_fen, priced.rate_fen) end,
        open.amount_fen)
    else open.amount_fen end
  from open
  left join priced on priced.benefit_id = open.benefit_id and priced.period = open.period
    and priced.qualifying_month = open.qualifying_month
  left join individual on individual.enrollment_id = open.enrollment_id and individual.benefit_id = open.benefit_id
    and individual.period = open.period and individual.qualifying_month = open.qualifying_month

-- What is on record of a person, for the few who have anything on record.
), fact as materialized (
  select event.person_id,
    min(event.happened_on) filter (where event.kind = 'DEATH') as died_on,
    min(event.happened_on) filter (where event.kind in ('EMIGRATION', 'END_OF_ENTITLEMENT')) as ended_on,
    bool_or(event.kind = 'CUSTODY') as was_in_custody,
    max(event.happened_on) filter (where event.kind = 'HOLD')
      > coalesce(max(event.happened_on) filter (where event.kind = 'HOLD_LIFTED'), '-infinity') as is_held
  from asked
  join life_event event on event.agency_id = asked.agency_id and event.state = 'CONFIRMED'
    and coalesce(event.project_id, asked.project_id) = asked.project_id
  group by event.person_id

-- Whom a data comparison found dead or in custody, until a clerk and a second user have looked into it.
), suspected as materialized (
  select person_id, bool_or(kind = 'DEATH') as of_death
  from suspicion where agency_id = :agencyId::bigint and state not in ('CONFIRMED', 'CLEARED') group by person_id

-- Invariant 7: whose last payment in this project has an unknown result waits for it.
), unknown as materialized (
  select distinct payment.enrollment_id
  from asked
  join payment_outcome outcome on outcome.agency_id = asked.agency_id and outcome.outcome = 'UNKNOWN'
  join payment on payment.agency_id = outcome.agency_id and payment.version_id = outcome.version_id and payment.serial = outcome.serial
  join enrollment on enrollment.agency_id = payment.agency_id and enrollment.id = payment.enrollment_id
    and enrollment.project_id = asked.project_id
  where not exists (
    select from payment_outcome later where later.agency_id = outcome.agency_id and later.version_id = outcome.version_id
      and later.serial = outcome.serial and later.seq > outcome.seq)

-- Who draws the same month from another project of the exclusive group.
), drawn_elsewhere as materialized (
  select distinct enrollment.person_id, entitlement.period
  from asked
  join project other on other.agency_id = asked.agency_id and other.exclusive_group = asked.exclusive_group
    and other.id <> asked.project_id
  join enrollment on enrollment.agency_id = other.agency_id and enrollment.project_id = other.id
    and (:personIds::bigint[] is null or enrollment.person_id = any(:personIds::bigint[]))
  join benefit on benefit.agency_id = other.agency_id and benefit.project_id = other.id
  join entitlement on entitlement.agency_id = other.agency_id and entitlement.benefit_id = benefit.id
    and entitlement.enrollment_id = enrollment.id and entitlement.state = 'IN_PAYMENT'
    and entitlement.period <= asked.covers_until

-- The last refusal of what a bank has refused before, and the account it was sent to.
), refused as materialized (
  select open.enrollment_id, open.benefit_id, open.period, open.adjustment_no, payment.account_id,
    outcome.code between '01' and '09' as is_account_fault
  from asked
  cross join open
  join payment on payment.agency_id = asked.agency_id and payment.version_id = open.failed_version_id
    and payment.serial = open.failed_serial
  cross join lateral (
    select last.code from payment_outcome last
    where last.agency_id = payment.agency_id and last.version_id = payment.version_id and last.serial = payment.serial
    order by last.seq desc limit 1
  ) outcome

), verdict as (
  select candidate.*, account.id as account_id,
    case
      when fact.died_on < candidate.qualifying_on then 'DECEASED'
      when candidate.from_month > candidate.qualifying_on then 'CORRECTION'
      when fact.ended_on < candidate.qualifying_month or candidate.until_month < candidate.qualifying_month then 'ENTITLEMENT_ENDED'
      -- Not owed from the month after the arrest to the month of release, and not paid back; until release it waits.
      when fact.was_in_custody then (
        select case when min(coalesce(release.happened_on, 'infinity')) = 'infinity' then 'CUSTODY' else 'CUSTODY_NOT_BACK_PAID' end
        from life_event arrest
        left join lateral (
          select min(event.happened_on) as happened_on from life_event event
          where event.agency_id = arrest.agency_id and event.person_id = arrest.person_id and event.kind = 'RELEASE'
            and event.state = 'CONFIRMED' and event.happened_on >= arrest.happened_on
        ) release on true
        where arrest.agency_id = asked.agency_id and arrest.person_id = candidate.person_id and arrest.kind = 'CUSTODY'
          and arrest.state = 'CONFIRMED'
          and arrest.happened_on < candidate.qualifying_month
          and candidate.qualifying_month <= coalesce(release.happened_on, 'infinity')
        having count(*) > 0
      )
    end as barred,
    case
      when fact.is_held then 'HELD'
      when suspected.of_death then 'SUSPECTED_DEATH'
      when suspected.person_id is not null then 'SUSPECTED_CUSTODY'
      when asked.verification_cycle_months > 0 and status.failed_on >= coalesce(status.verified_on, '-infinity') then 'VERIFICATION_FAILED'
      when asked.verification_cycle_months is not null and (
        status.verified_on is null
        or coalesce(status.valid_until, (status.verified_on + make_interval(months => asked.verification_cycle_months))::date)
          + asked.grace_days < asked.judged_on
      ) then 'VERIFICATION_OVERDUE'
      when drawn_elsewhere.person_id is not null then 'EXCLUSIVE_PROJECT'
      when unknown.enrollment_id is not null then 'PREVIOUS_RESULT_UNKNOWN'
      when account.id is null then 'NO_ACCOUNT'
      when refused.account_id = account.id and candidate.failed_attempts >= asked.account_failure_limit then 'ACCOUNT_ABNORMAL'
      when refused.account_id = account.id and refused.is_account_fault then 'ACCOUNT_TO_CORRECT'
      when candidate.period not between asked.finances_from and asked.finances_until then 'NO_FUNDING_LINE'
      when asked.only_failed and not candidate.was_refused then 'NOT_IN_THIS_BATCH'
    end as obstacle
  from asked
  cross join candidate
  left join fact on fact.person_id = candidate.person_id
  left join suspected on suspected.person_id = candidate.person_id
  left join unknown on unknown.enrollment_id = candidate.enrollment_id
  left join drawn_elsewhere on drawn_elsewhere.person_id = candidate.person_id and drawn_elsewhere.period = candidate.period
  left join refused on refused.enrollment_id = candidate.enrollment_id and refused.benefit_id = candidate.benefit_id
    and refused.period = candidate.period and refused.adjustment_no = candidate.adjustment_no
  left join verification_status status on status.agency_id = asked.agency_id and status.person_id = candidate.person_id
  left join bank_account account on account.agency_id = asked.agency_id and account.person_id = candidate.person_id
    and account.state = 'CONFIRMED' and account.effective_until is null

), judged as (
  select enrollment_id, person_id, benefit_id, period, qualifying_on, adjustment_no, failed_attempts, deduction_id, is_new,
    amount_fen, account_id, coalesce(barred, obstacle) as reason
  from verdict
  -- Keeps the planner from copying the rules into each of the six places below that ask for the reason.
  offset 0
)
select judged.*,
  case
    when reason is null then 'IN_PAYMENT'
    when reason in ('DECEASED', 'CORRECTION', 'ENTITLEMENT_ENDED', 'CUSTODY_NOT_BACK_PAID') then 'CANCELLED'
    when reason = 'NOT_IN_THIS_BATCH' then 'DUE'
    when reason = 'ACCOUNT_TO_CORRECT' then 'FAILED'
    else 'WITHHELD'
  end as state,
  case when reason is null then dense_rank() over (partition by (reason is null) order by enrollment_id) end::int as serial
from judged
