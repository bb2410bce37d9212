-- Rows: cells whose contributions do not sum to the published index, in either direction.
with indices as (
    select * from {{ ref('empathy_index') }}
    where empathy_index is not null
),

sums as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        sum(contribution) as contribution,
        sum(weight) as weight
    from {{ ref('empathy_index_contributions') }}
    group by journey_stage, segment, period_grain, period_start
)

select
    indices.journey_stage,
    indices.empathy_index,
    sums.contribution,
    sums.weight
from indices
full outer join sums
    on
        indices.journey_stage = sums.journey_stage
        and indices.segment = sums.segment
        and indices.period_grain = sums.period_grain
        and indices.period_start = sums.period_start
where
    not coalesce(abs(indices.empathy_index - sums.contribution) <= 1e-9, false)
    or not coalesce(abs(sums.weight - 1) <= 1e-9, false)
