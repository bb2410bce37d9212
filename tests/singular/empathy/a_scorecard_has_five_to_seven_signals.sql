-- Rows: scorecards with fewer than five or more than seven signals in any cell, or a signal that
-- nobody owns or that calls for no action: a vanity metric.
select
    scorecard,
    journey_stage,
    segment,
    period_grain,
    period_start,
    count(*) as signal_count
from {{ ref('support_scorecard') }}
where journey_stage = 'all'
group by scorecard, journey_stage, segment, period_grain, period_start
having
    count(*) not between 5 and 7
    or count(owner) < count(*)
    or count(data_source) < count(*)
    or count(action_threshold) < count(*)
