-- grain: one row per triplet, journey stage ('all' rolls up), segment and period
with triplets as (
    select * from {{ ref('metric_triplets') }}
),

stage_scorecard as (
    select * from {{ ref('journey_stage_scorecard') }}
),

cells as (
    select distinct
        journey_stage,
        segment,
        period_grain,
        period_start
    from stage_scorecard
),

beside as (
    select
        triplets.triplet,
        cells.journey_stage,
        cells.segment,
        cells.period_grain,
        {% for role in ['empathy', 'business', 'diagnostic'] -%}
        triplets.{{ role }}_metric_id,
        {{ role }}.band as {{ role }}_band,
        {{ role }}.value as {{ role }}_value,
        {{ role }}.change as {{ role }}_change,
        {% endfor -%}
        empathy.value is not null and business.value is not null and diagnostic.value is not null
            as is_complete,
        cells.period_start
    from triplets
    cross join cells
    {% for role in ['empathy', 'business', 'diagnostic'] -%}
    left join stage_scorecard as {{ role }}
        on
            triplets.{{ role }}_metric_id = {{ role }}.metric_id
            and cells.journey_stage = {{ role }}.journey_stage
            and cells.segment = {{ role }}.segment
            and cells.period_grain = {{ role }}.period_grain
            and cells.period_start = {{ role }}.period_start
    {% endfor -%}
)

select * from beside
