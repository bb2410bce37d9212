-- grain: one row per preset, stage ('all' rolls up), segment, period, replicate; published only
with contributions as (
    select * from {{ ref('int_index_contributions') }}
),

observed_customers as (
    select * from {{ ref('int_observed_customers') }}
),

dimension_scores as (
    select
        preset,
        journey_stage,
        segment,
        period_grain,
        period_start,
        replicate,
        dimension,
        {{ exact_sum('weight') }} as weight,
        {{ exact_sum('contribution') }} as contribution
    from contributions
    group by preset, journey_stage, segment, period_grain, period_start, replicate, dimension
),

-- The geometric twin: a dimension near zero pulls the whole down, whatever the others do.
stage_indices as (
    select
        preset,
        journey_stage,
        segment,
        period_grain,
        period_start,
        replicate,
        {{ exact_sum('contribution') }} as empathy_index,
        case
            when min(contribution) > 0
                then
                    exp(
                        {{ exact_sum('weight * ln(nullif(contribution, 0) / nullif(weight, 0))') }}
                        / nullif({{ exact_sum('weight') }}, 0)
                    )
            else 0
        end as empathy_index_geometric
    from dimension_scores
    group by preset, journey_stage, segment, period_grain, period_start, replicate
),

totals as (
    select
        journey_stage,
        segment,
        period_grain,
        period_start,
        cast(sum(customer_count) as bigint) as customer_count
    from observed_customers
    where journey_stage <> 'all'
    group by journey_stage, segment, period_grain, period_start
),

weighed as (
    select
        stage_indices.*,
        totals.customer_count - coalesce(observed_customers.customer_count, 0) as customer_count
    from stage_indices
    inner join totals
        on
            stage_indices.journey_stage = totals.journey_stage
            and stage_indices.segment = totals.segment
            and stage_indices.period_grain = totals.period_grain
            and stage_indices.period_start = totals.period_start
    left join observed_customers
        on
            stage_indices.journey_stage = observed_customers.journey_stage
            and stage_indices.segment = observed_customers.segment
            and stage_indices.period_grain = observed_customers.period_grain
            and stage_indices.period_start = observed_customers.period_start
            and stage_indices.replicate = observed_customers.jackknife_group + 1
),

top_lines as (
    select
        preset,
        'all' as journey_stage,
        segment,
        period_grain,
        period_start,
        replicate,
        {{ exact_sum('customer_count * empathy_index') }}
        / nullif(sum(customer_count), 0) as empathy_index,
        {{ exact_sum('customer_count * empathy_index_geometric') }}
        / nullif(sum(customer_count), 0) as empathy_index_geometric,
        cast(sum(customer_count) as bigint) as customer_count
    from weighed
    group by preset, segment, period_grain, period_start, replicate
),

replicates as (
    select
        preset,
        journey_stage,
        segment,
        period_grain,
        replicate,
        customer_count,
        empathy_index,
        empathy_index_geometric,
        period_start
    from weighed
    union all
    select
        preset,
        journey_stage,
        segment,
        period_grain,
        replicate,
        customer_count,
        empathy_index,
        empathy_index_geometric,
        period_start
    from top_lines
)

select * from replicates
