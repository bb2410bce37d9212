-- grain: one row per metric, journey stage ('all' rolls up), segment and period; published only
with contributions as (
    select * from {{ ref('int_index_contributions') }}
    where preset = '{{ index_preset() }}' and replicate = 0
),

replicates as (
    select * from {{ ref('int_index_replicates') }}
    where preset = '{{ index_preset() }}' and replicate = 0 and journey_stage <> 'all'
),

periods as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('int_reporting_periods') }}
),

stage_contributions as (
    select
        contributions.metric_id,
        contributions.dimension,
        contributions.journey_stage,
        contributions.segment,
        contributions.period_grain,
        contributions.period_start,
        contributions.weight,
        contributions.contribution,
        replicates.customer_count
    from contributions
    inner join replicates
        on
            contributions.journey_stage = replicates.journey_stage
            and contributions.segment = replicates.segment
            and contributions.period_grain = replicates.period_grain
            and contributions.period_start = replicates.period_start
),

-- Two published periods of one stage and segment that follow each other.
pairs as (
    select
        replicates.journey_stage,
        replicates.segment,
        replicates.period_grain,
        replicates.period_start,
        periods.previous_period_start,
        replicates.customer_count,
        previous_replicates.customer_count as previous_customer_count
    from replicates
    inner join periods
        on
            replicates.period_grain = periods.period_grain
            and replicates.period_start = periods.period_start
    inner join replicates as previous_replicates
        on
            replicates.journey_stage = previous_replicates.journey_stage
            and replicates.segment = previous_replicates.segment
            and replicates.period_grain = previous_replicates.period_grain
            and periods.previous_period_start = previous_replicates.period_start
),

-- Both periods of a pair, as signed sides of the later one: the change is their sum.
sides as (
    select
        pairs.journey_stage,
        pairs.segment,
        pairs.period_grain,
        pairs.period_start,
        stage_contributions.metric_id,
        stage_contributions.dimension,
        1 as sign,
        stage_contributions.weight,
        stage_contributions.contribution,
        pairs.customer_count
    from pairs
    inner join stage_contributions
        on
            pairs.journey_stage = stage_contributions.journey_stage
            and pairs.segment = stage_contributions.segment
            and pairs.period_grain = stage_contributions.period_grain
            and pairs.period_start = stage_contributions.period_start
    union all
    select
        pairs.journey_stage,
        pairs.segment,
        pairs.period_grain,
        pairs.period_start,
        stage_contributions.metric_id,
        stage_contributions.dimension,
        -1 as sign,
        stage_contributions.weight,
        stage_contributions.contribution,
        pairs.previous_customer_count as customer_count
    from pairs
    inner join stage_contributions
        on
            pairs.journey_stage = stage_contributions.journey_stage
            and pairs.segment = stage_contributions.segment
            and pairs.period_grain = stage_contributions.period_grain
            and pairs.previous_period_start = stage_contributions.period_start
),

-- A dimension that one of the two periods lacks would be read as a change of it.
common_dimensions as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        dimension
    from sides
    group by journey_stage, segment, period_grain, period_start, dimension
    having count(distinct sign) = 2
),

common_sides as (
    select sides.*
    from sides
    inner join common_dimensions
        on
            sides.journey_stage = common_dimensions.journey_stage
            and sides.segment = common_dimensions.segment
            and sides.period_grain = common_dimensions.period_grain
            and sides.period_start = common_dimensions.period_start
            and sides.dimension = common_dimensions.dimension
),

side_weights as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        sign,
        customer_count,
        {{ exact_sum('weight') }} as weight
    from common_sides
    group by journey_stage, segment, period_grain, period_start, sign, customer_count
),

stage_changes as (
    select
        common_sides.metric_id,
        common_sides.dimension,
        common_sides.journey_stage,
        common_sides.segment,
        common_sides.period_grain,
        common_sides.period_start,
        common_sides.sign,
        common_sides.customer_count,
        common_sides.sign * common_sides.contribution / nullif(side_weights.weight, 0)
            as change_contribution
    from common_sides
    inner join side_weights
        on
            common_sides.journey_stage = side_weights.journey_stage
            and common_sides.segment = side_weights.segment
            and common_sides.period_grain = side_weights.period_grain
            and common_sides.period_start = side_weights.period_start
            and common_sides.sign = side_weights.sign
),

-- The top line compares the stages that both periods have, each side weighed by its own customers.
top_line_customers as (
    select
        segment,
        period_grain,
        period_start,
        sign,
        cast(sum(customer_count) as bigint) as customer_count
    from side_weights
    group by segment, period_grain, period_start, sign
),

published_customers as (
    select
        segment,
        period_grain,
        period_start,
        cast(sum(customer_count) as bigint) as customer_count
    from replicates
    group by segment, period_grain, period_start
),

changes as (
    select
        metric_id,
        dimension,
        journey_stage,
        segment,
        period_grain,
        period_start,
        {{ exact_sum('change_contribution') }} as change_contribution
    from stage_changes
    group by metric_id, dimension, journey_stage, segment, period_grain, period_start
    union all
    select
        stage_changes.metric_id,
        stage_changes.dimension,
        'all' as journey_stage,
        stage_changes.segment,
        stage_changes.period_grain,
        stage_changes.period_start,
        {{ exact_sum(
            'stage_changes.change_contribution * stage_changes.customer_count'
            ~ ' / nullif(top_line_customers.customer_count, 0)'
        ) }} as change_contribution
    from stage_changes
    inner join top_line_customers
        on
            stage_changes.segment = top_line_customers.segment
            and stage_changes.period_grain = top_line_customers.period_grain
            and stage_changes.period_start = top_line_customers.period_start
            and stage_changes.sign = top_line_customers.sign
    group by
        stage_changes.metric_id,
        stage_changes.dimension,
        stage_changes.segment,
        stage_changes.period_grain,
        stage_changes.period_start
),

levels as (
    select
        metric_id,
        dimension,
        journey_stage,
        segment,
        period_grain,
        period_start,
        weight,
        contribution
    from stage_contributions
    union all
    select
        stage_contributions.metric_id,
        stage_contributions.dimension,
        'all' as journey_stage,
        stage_contributions.segment,
        stage_contributions.period_grain,
        stage_contributions.period_start,
        {{ exact_sum(
            'stage_contributions.weight * stage_contributions.customer_count'
            ~ ' / nullif(published_customers.customer_count, 0)'
        ) }} as weight,
        {{ exact_sum(
            'stage_contributions.contribution * stage_contributions.customer_count'
            ~ ' / nullif(published_customers.customer_count, 0)'
        ) }} as contribution
    from stage_contributions
    inner join published_customers
        on
            stage_contributions.segment = published_customers.segment
            and stage_contributions.period_grain = published_customers.period_grain
            and stage_contributions.period_start = published_customers.period_start
    group by
        stage_contributions.metric_id,
        stage_contributions.dimension,
        stage_contributions.segment,
        stage_contributions.period_grain,
        stage_contributions.period_start
),

-- A metric that only the earlier period has weighs nothing now, yet its loss is part of the change.
index_contributions as (
    select
        coalesce(levels.journey_stage, changes.journey_stage) as journey_stage,
        coalesce(levels.segment, changes.segment) as segment,
        coalesce(levels.period_grain, changes.period_grain) as period_grain,
        coalesce(levels.dimension, changes.dimension) as dimension,
        coalesce(levels.metric_id, changes.metric_id) as metric_id,
        coalesce(levels.weight, 0) as weight,
        levels.contribution / nullif(levels.weight, 0) as score,
        coalesce(levels.contribution, 0) as contribution,
        changes.change_contribution,
        coalesce(levels.period_start, changes.period_start) as period_start
    from levels
    full outer join changes
        on
            levels.metric_id = changes.metric_id
            and levels.journey_stage = changes.journey_stage
            and levels.segment = changes.segment
            and levels.period_grain = changes.period_grain
            and levels.period_start = changes.period_start
)

select * from index_contributions
