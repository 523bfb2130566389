-- The five groups of `control_line` with their persons and money.
select change, count(*)::int as "personCount", sum(then_fen)::bigint as "previousFen", sum(now_fen)::bigint as "currentFen"
from control_line
group by change
order by change
