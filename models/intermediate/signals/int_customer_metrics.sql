-- grain: one row per kind of record, customer, journey stage, segment and period with observations
-- Which metrics a customer counts for is one number, with a bit for each: at eight bytes for all
-- metrics, customers can be counted without a row for each of them. A kind's first amount is
-- numerator_1 over denominator_1; the spread of a share needs no sums by customer.
with
{% for records in metric_lines() -%}
{{ records }} as (
    select
        *,
        {{ metric_bits(records) | indent(8) }} as metric_bits
    from {{ ref('int_metric_observations__' ~ records) }}
),

{% endfor -%}

observed_metrics as (
    {{ observed_metric_rows() }}
),

latencies as (
    select
        observations.*,
        observed_metrics.records,
        observed_metrics.metric_bit as metric_bits
    from {{ ref('int_metric_observations__latencies') }} as observations
    inner join observed_metrics on observations.metric_id = observed_metrics.metric_id
),

dim_metrics as (
    select * from {{ ref('dim_metrics') }}
),

daily_sums as (
    select * from {{ ref('int_metric_daily_sums') }}
),

stages as (
    select distinct journey_stage from daily_sums
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

applicable as (
    {{ applicable_metric_bits() }}
),

{% for records in metric_lines() | list + ['latencies'] -%}
customers_of_{{ records }} as (
    select
        '{{ records }}' as records,
        {{ records }}.customer_id,
        {{ records }}.journey_stage,
        {{ records }}.segment,
        periods.period_grain,
        bit_or({{ records }}.metric_bits & applicable.metric_bits) as metric_bits,
        {{ customer_sums(records) | indent(8) }},
        periods.period_start
    from {{ records }}
    inner join applicable on {{ records }}.journey_stage = applicable.journey_stage
    inner join periods on {{ records }}.observed_on = periods.observed_on
    where
        applicable.records = '{{ records }}'
        and {{ records }}.metric_bits & applicable.metric_bits <> 0
    group by
        {{ records }}.customer_id,
        {{ records }}.journey_stage,
        {{ records }}.segment,
        periods.period_grain,
        periods.period_start
),

{% endfor -%}

customers as (
    {% for records in metric_lines() | list + ['latencies'] -%}
    select * from customers_of_{{ records }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
)

select * from customers
