-- grain: one row per kind of record, customer, journey stage, segment and period with observations
-- Which metrics a customer counts for is one number, with a bit for each: at eight bytes for all
-- metrics, customers can be counted without a row for each of them.
with
{% for records in metric_lines() -%}
{{ records }} as (
    select
        *,
        {{ metric_bits(records) | indent(8) }} as metric_bits
    from {{ ref('int_metric_observations__' ~ records) }}
),

{% endfor -%}

latencies as (
    select * from {{ ref('int_metric_observations__latencies') }}
),

daily_sums as (
    select * from {{ ref('int_metric_daily_sums') }}
),

dim_metrics as (
    select * from {{ ref('dim_metrics') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

observed_metrics as (
    {{ observed_metric_rows() }}
),

stages as (
    select distinct journey_stage from daily_sums
),

applicable as (
    {{ applicable_metric_bits() }}
),

observations as (
    {% for records in metric_lines() -%}
    select
        '{{ records }}' as records,
        customer_id,
        journey_stage,
        segment,
        metric_bits,
        observed_on
    from {{ records }}
    union all
    {% endfor -%}
    select
        observed_metrics.records,
        latencies.customer_id,
        latencies.journey_stage,
        latencies.segment,
        observed_metrics.metric_bit as metric_bits,
        latencies.observed_on
    from latencies
    inner join observed_metrics on latencies.metric_id = observed_metrics.metric_id
),

customers as (
    select
        observations.records,
        observations.customer_id,
        observations.journey_stage,
        observations.segment,
        periods.period_grain,
        periods.period_start,
        bit_or(observations.metric_bits & applicable.metric_bits) as metric_bits
    from observations
    inner join applicable
        on
            observations.records = applicable.records
            and observations.journey_stage = applicable.journey_stage
    inner join periods on observations.observed_on = periods.observed_on
    where observations.metric_bits & applicable.metric_bits <> 0
    group by
        observations.records,
        observations.customer_id,
        observations.journey_stage,
        observations.segment,
        periods.period_grain,
        periods.period_start
)

select * from customers
