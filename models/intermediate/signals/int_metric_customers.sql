{%- set cell = ['journey_stage', 'segment', 'period_grain', 'period_start'] -%}
-- grain: one row per metric, journey stage, segment and period; 'all' rolls up
with daily_sums as (
    select * from {{ ref('int_metric_daily_sums') }}
),

dim_metrics as (
    select * from {{ ref('dim_metrics') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

stages as (
    select distinct journey_stage from daily_sums
),

{% for name in observed_records() -%}
{%- set metrics = observed_metrics(name) -%}
{%- set measures = metrics | rejectattr('is_count') | list -%}
{{ name }} as (
    select
        *,
        {{ metric_bits(metrics) | indent(8) }} as metric_bits
    from {{ ref('int_metric_observations__' ~ name) }}
),

bits_of_{{ name }} as (
    {{ metric_bits_by_stage(metrics) | indent(4) }}
),

customers_of_{{ name }} as (
    select
        {{ name }}.customer_id,
        {{ name }}.journey_stage,
        {{ name }}.segment,
        periods.period_grain,
        periods.period_start,
        {% for metric in measures -%}
        {%- for part in ['numerator', 'denominator'] -%}
        {{ exact_sum(name ~ '.' ~ metric.metric_id ~ '_' ~ part, 'decimal(18, 6)') }}
            as {{ metric.metric_id }}_{{ part }},
        {% endfor -%}
        {% endfor -%}
        bit_or({{ name }}.metric_bits) as metric_bits
    from {{ name }}
    inner join periods on {{ name }}.observed_on = periods.observed_on
    group by
        {{ name }}.customer_id,
        {{ name }}.journey_stage,
        {{ name }}.segment,
        periods.period_grain,
        periods.period_start
),

rolled_up_{{ name }} as (
    select
        customers.customer_id,
        customers.period_grain,
        customers.period_start,
        coalesce(customers.journey_stage, 'all') as journey_stage,
        coalesce(customers.segment, 'all') as segment,
        {% for metric in measures -%}
        {%- for part in ['numerator', 'denominator'] -%}
        {{ exact_sum(
            'case when bits.metric_bits & ' ~ metric.bit ~ ' <> 0 then customers.'
            ~ metric.metric_id ~ '_' ~ part ~ ' end', 'decimal(18, 6)'
        ) }} as {{ metric.metric_id }}_{{ part }},
        {% endfor -%}
        {% endfor -%}
        bit_or(customers.metric_bits & bits.metric_bits) as metric_bits
    from customers_of_{{ name }} as customers
    inner join bits_of_{{ name }} as bits on customers.journey_stage = bits.journey_stage
    group by
        customers.customer_id,
        customers.period_grain,
        customers.period_start,
        cube(customers.journey_stage, customers.segment)
),

counts_of_{{ name }} as (
    select
        journey_stage,
        segment,
        period_grain,
        {% for metric in metrics -%}
        {%- set numerator = metric.metric_id ~ '_numerator' -%}
        {%- set denominator = metric.metric_id ~ '_denominator' -%}
        count(case when metric_bits & {{ metric.bit }} <> 0 then 1 end) as {{ metric.metric_id }}_customers,
        {% if not metric.is_count -%}
        {{ exact_sum(numerator ~ ' * ' ~ numerator, 'decimal(38, 6)') }}
            as {{ metric.metric_id }}_numerator_squares,
        {{ exact_sum(numerator ~ ' * ' ~ denominator, 'decimal(38, 6)') }}
            as {{ metric.metric_id }}_products,
        {{ exact_sum(denominator ~ ' * ' ~ denominator, 'decimal(38, 6)') }}
            as {{ metric.metric_id }}_denominator_squares,
        {% endif -%}
        {% endfor -%}
        period_start
    from rolled_up_{{ name }}
    group by journey_stage, segment, period_grain, period_start
),

{% endfor -%}

counts as (
    {% for name in observed_records() -%}
    {{ metric_rows(
        'counts_of_' ~ name, observed_metrics(name), ['customers'], cell,
        ['numerator_squares', 'products', 'denominator_squares']
    ) | indent(4) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

metric_customers as (
    select
        metric_id,
        journey_stage,
        segment,
        period_grain,
        customers as customer_count,
        numerator_squares as customer_numerator_squares,
        products as customer_products,
        denominator_squares as customer_denominator_squares,
        period_start
    from counts
    where customers > 0
)

select * from metric_customers
