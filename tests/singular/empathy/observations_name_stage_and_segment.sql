-- Rows: observations without a stage or segment, or with one named all: roll-ups would swallow
-- them.
select
    metric_id,
    record_id,
    journey_stage,
    segment
from {{ ref('int_metric_observations') }}
where
    journey_stage is null
    or segment is null
    or journey_stage = 'all'
    or segment = 'all'
