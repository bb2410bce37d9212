-- grain: one row per metric, journey stage and segment that was observed
with metrics as (
    select * from {{ ref('dim_metrics') }}
),

observed_customers as (
    select * from {{ ref('int_observed_customers') }}
),

goalposts as (
    select * from {{ ref('goalposts') }}
),

bands as (
    select * from {{ ref('bands') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

audiences as (
    select distinct
        journey_stage,
        segment
    from observed_customers
),

cells as (
    select
        metrics.metric_id,
        audiences.journey_stage,
        audiences.segment
    from metrics
    inner join audiences on {{ metric_applies('metrics', 'audiences.journey_stage') }}
),

{% for rules in ['goalposts', 'bands'] -%}
ranked_{{ rules }} as (
    select
        cells.journey_stage as cell_journey_stage,
        cells.segment as cell_segment,
        {{ rules }}.*,
        {{ specificity_rank(
            rules, 'cells.metric_id, cells.journey_stage, cells.segment'
        ) | indent(8) }} as specificity_rank
    from cells
    inner join {{ rules }}
        on
            cells.metric_id = {{ rules }}.metric_id
            and {{ rules }}.journey_stage in (cells.journey_stage, 'all')
            and {{ rules }}.segment in (cells.segment, 'all')
    inner join as_of on {{ in_force(rules, 'as_of.as_of_at') | indent(8) }}
),

{% endfor -%}

targets as (
    select
        cells.metric_id,
        cells.journey_stage,
        cells.segment,
        ranked_goalposts.scale,
        ranked_goalposts.goalpost_version,
        ranked_bands.drop_period_grain,
        ranked_goalposts.floor,
        ranked_goalposts.target,
        ranked_bands.acceptable_from,
        ranked_bands.critical_below,
        ranked_bands.act_below,
        ranked_bands.act_on_drop
    from cells
    left join ranked_goalposts
        on
            cells.metric_id = ranked_goalposts.metric_id
            and cells.journey_stage = ranked_goalposts.cell_journey_stage
            and cells.segment = ranked_goalposts.cell_segment
            and ranked_goalposts.specificity_rank = 1
    left join ranked_bands
        on
            cells.metric_id = ranked_bands.metric_id
            and cells.journey_stage = ranked_bands.cell_journey_stage
            and cells.segment = ranked_bands.cell_segment
            and ranked_bands.specificity_rank = 1
)

select * from targets
