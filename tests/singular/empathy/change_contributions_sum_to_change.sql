-- Rows: cells whose change contributions do not sum to the change, or that have only one of them.
with indices as (
    select * from {{ ref('empathy_index') }}
),

sums as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        sum(change_contribution) as change_contribution
    from {{ ref('empathy_index_contributions') }}
    group by journey_stage, segment, period_grain, period_start
),

compared as (
    select
        indices.journey_stage,
        indices.segment,
        indices.period_grain,
        indices.period_start,
        indices.coverage,
        indices.empathy_index - indices.previous_empathy_index as difference,
        indices.change,
        sums.change_contribution
    from indices
    left join sums
        on
            indices.journey_stage = sums.journey_stage
            and indices.segment = sums.segment
            and indices.period_grain = sums.period_grain
            and indices.period_start = sums.period_start
)

select * from compared
where
    (change is null) <> (change_contribution is null)
    or (difference is null and change is not null)
    or abs(change - change_contribution) > 1e-9
