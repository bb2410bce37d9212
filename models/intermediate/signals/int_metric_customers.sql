{%- set cell = 'journey_stage, segment, period_grain, period_start' -%}
-- grain: one row per metric, journey stage, segment and period; 'all' rolls up
-- A customer of two stages is one customer of their roll-up, and its sums are squared after they
-- are added. Most customers are of one stage and one segment in a period: in every roll-up they are
-- what they are there, so that only those of several are added up anew.
with customer_metrics as (
    select * from {{ ref('int_customer_metrics') }}
),

observed_metrics as (
    {{ observed_metric_rows() }}
),

periods_of_several as (
    select
        records,
        customer_id,
        period_grain,
        period_start
    from customer_metrics
    group by records, customer_id, period_grain, period_start
    having count(*) > 1
),

{% for kind, join in [('one', 'left'), ('several', 'inner')] -%}
customers_of_{{ kind }} as (
    select customers.*
    from customer_metrics as customers
    {{ join }} join periods_of_several as several
        on
            customers.records = several.records
            and customers.customer_id = several.customer_id
            and customers.period_grain = several.period_grain
            and customers.period_start = several.period_start
    {%- if kind == 'one' %}
    where several.customer_id is null
    {%- endif %}
),

{% endfor -%}

rolled_up as (
    select
        records,
        customer_id,
        period_grain,
        period_start,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        {% for number in amount_numbers() -%}
        {{ exact_sum('numerator_' ~ number, 'decimal(18, 6)') }} as numerator_{{ number }},
        {{ exact_sum('denominator_' ~ number, 'decimal(18, 6)') }} as denominator_{{ number }},
        {% endfor -%}
        bit_or(metric_bits) as metric_bits
    from customers_of_several
    group by records, customer_id, period_grain, period_start, cube(journey_stage, segment)
),

-- Those who count for the same metrics are counted together.
{% for kind, source in [('one', 'customers_of_one'), ('several', 'rolled_up')] -%}
alike_of_{{ kind }} as (
    select
        records,
        {{ cell }},
        metric_bits,
        {{ customer_squares() | indent(8) }},
        count(*) as customer_count
    from {{ source }}
    group by records, {{ cell }}, metric_bits
),

metrics_of_{{ kind }} as (
    select
        observed_metrics.metric_id,
        alike.journey_stage,
        alike.segment,
        alike.period_grain,
        alike.period_start,
        {{ squares_of_metric('observed_metrics', 'alike') | indent(8) }},
        alike.customer_count
    from alike_of_{{ kind }} as alike
    inner join observed_metrics
        on
            alike.records = observed_metrics.records
            and alike.metric_bits & observed_metrics.metric_bit <> 0
),

{% endfor -%}

parts as (
    select
        metric_id,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        period_grain,
        period_start,
        sum(customer_count) as customer_count,
        sum(numerator_squares) as numerator_squares,
        sum(products) as products,
        sum(denominator_squares) as denominator_squares
    from metrics_of_one
    group by metric_id, period_grain, period_start, cube(journey_stage, segment)
    union all
    select
        metric_id,
        {{ cell }},
        customer_count,
        numerator_squares,
        products,
        denominator_squares
    from metrics_of_several
),

metric_customers as (
    select
        metric_id,
        journey_stage,
        segment,
        period_grain,
        cast(sum(customer_count) as bigint) as customer_count,
        cast(sum(numerator_squares) as double) as customer_numerator_squares,
        cast(sum(products) as double) as customer_products,
        cast(sum(denominator_squares) as double) as customer_denominator_squares,
        period_start
    from parts
    group by metric_id, {{ cell }}
)

select * from metric_customers
