-- grain: one row per metric of amounts, customer, journey stage, segment and period
-- Only metrics that are no share of records: the spread of a share needs no customers.
with
{% for records, lines in metric_lines().items() if lines.amounts -%}
{{ records }} as (
    select * from {{ ref('int_metric_observations__' ~ records) }}
),

{% endfor -%}

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

observations as (
    {% for records, lines in metric_lines().items() if lines.amounts -%}
    {{ long_metric_observations(
        records, observed_metrics(records) | rejectattr('is_share') | list
    ) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

totals as (
    select
        observations.metric_id,
        observations.customer_id,
        observations.journey_stage,
        observations.segment,
        periods.period_grain,
        {{ exact_sum('observations.numerator', 'decimal(18, 6)') }} as numerator,
        {{ exact_sum('observations.denominator', 'decimal(18, 6)') }} as denominator,
        periods.period_start
    from observations
    inner join metrics
        on
            observations.metric_id = metrics.metric_id
            and {{ metric_applies('metrics', 'observations.journey_stage') }}
    inner join periods on observations.observed_on = periods.observed_on
    group by
        observations.metric_id,
        observations.customer_id,
        observations.journey_stage,
        observations.segment,
        periods.period_grain,
        periods.period_start
)

select * from totals
