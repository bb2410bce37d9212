-- Rows: metrics without what the scorecard needs: bands for each that tells how well it goes,
-- goalposts and a weighted dimension for those in the index. A diagnostic metric describes and may
-- have no objective; what is late in seconds differs by channel, and the shares on time are judged.
with metrics as (
    select * from {{ ref('dim_metrics') }}
),

bands as (
    select * from {{ ref('bands') }}
    where journey_stage = 'all' and segment = 'all'
)

select
    metrics.metric_id,
    metrics.target,
    metrics.dimension_weight,
    bands.acceptable_from
from metrics
left join bands on metrics.metric_id = bands.metric_id
where
    (
        bands.metric_id is null
        and metrics.indicator_type <> 'diagnostic'
        and metrics.unit <> 'seconds'
    )
    or (metrics.is_in_index and (metrics.target is null or metrics.dimension_weight is null))
