-- grain: one row per journey stage, segment and period with a figure for satisfaction and effort
with metric_values as (
    select * from {{ ref('fct_metric_values') }}
    where
        metric_id in ('csat_rate', 'customer_effort_rate')
        and journey_stage <> 'all'
        and segment <> 'all'
        and value is not null
        and not is_low_confidence
),

parameters as (
    select {{ metric_parameter('disagreement_min_quartiles') }} as quartiles_minimum
),

cells as (
    select
        journey_stage,
        segment,
        period_grain,
        max(case when metric_id = 'csat_rate' then value end) as csat_rate,
        max(case when metric_id = 'csat_rate' then n end) as csat_n,
        max(case when metric_id = 'customer_effort_rate' then value end) as effort_rate,
        max(case when metric_id = 'customer_effort_rate' then n end) as effort_n,
        period_start
    from metric_values
    group by journey_stage, segment, period_grain, period_start
    having count(*) = 2
),

-- Ties share the lower quartile: the order of equal figures must not decide.
ranked as (
    select
        *,
        percent_rank() over (partition by period_grain, period_start order by csat_rate)
            as csat_rank,
        percent_rank() over (partition by period_grain, period_start order by effort_rate)
            as effort_rank,
        count(*) over (partition by period_grain, period_start) as cell_count
    from cells
),

placed as (
    select
        *,
        cast(least(floor(csat_rank * 4), 3) + 1 as bigint) as csat_quartile,
        cast(least(floor(effort_rank * 4), 3) + 1 as bigint) as effort_quartile
    from ranked
),

final as (
    select
        placed.journey_stage,
        placed.segment,
        placed.period_grain,
        placed.cell_count,
        placed.csat_rate,
        placed.csat_n,
        placed.effort_rate,
        placed.effort_n,
        placed.csat_quartile,
        placed.effort_quartile,
        abs(placed.csat_quartile - placed.effort_quartile) >= parameters.quartiles_minimum
            as is_disagreement,
        placed.period_start
    from placed
    cross join parameters
)

select * from final
