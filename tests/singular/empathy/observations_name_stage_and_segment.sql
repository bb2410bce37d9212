-- Rows: days on which something was observed without a stage or segment, or with one named all:
-- roll-ups would swallow them.
select
    metric_id,
    journey_stage,
    segment,
    observed_on
from {{ ref('int_metric_daily_sums') }}
where
    journey_stage is null
    or segment is null
    or journey_stage = 'all'
    or segment = 'all'
