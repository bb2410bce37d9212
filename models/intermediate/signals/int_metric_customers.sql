{%- set cell = 'metric_id, journey_stage, segment, period_grain, period_start' -%}
{%- set period = 'customer_id, period_grain, period_start' -%}
{%- set sources = {
    'metrics': {'model': 'int_customer_metrics', 'key': 'records'},
    'totals': {'model': 'int_customer_metric_totals', 'key': 'metric_id'},
} -%}
-- grain: one row per metric, journey stage, segment and period; 'all' rolls up
-- A customer of two stages is one customer of their roll-up, and its sums are squared after they
-- are added. Most customers are of one stage and one segment in a period: in every roll-up they are
-- what they are there, so that only those of several are added up anew.
with observed_metrics as (
    {{ observed_metric_rows() }}
),

{% for name, source in sources.items() -%}
periods_of_several_{{ name }} as (
    select
        {{ source.key }},
        {{ period }}
    from {{ ref(source.model) }}
    group by {{ source.key }}, {{ period }}
    having count(*) > 1
),

{% for kind, join in [('one', 'left'), ('several', 'inner')] -%}
{{ name }}_of_{{ kind }} as (
    select customers.*
    from {{ ref(source.model) }} as customers
    {{ join }} join periods_of_several_{{ name }} as several
        on
            customers.{{ source.key }} = several.{{ source.key }}
            and customers.customer_id = several.customer_id
            and customers.period_grain = several.period_grain
            and customers.period_start = several.period_start
    {%- if kind == 'one' %}
    where several.customer_id is null
    {%- endif %}
),

{% endfor -%}
{% endfor -%}

metrics_rolled_up as (
    select
        records,
        customer_id,
        period_grain,
        period_start,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        bit_or(metric_bits) as metric_bits
    from metrics_of_several
    group by records, customer_id, period_grain, period_start, cube(journey_stage, segment)
),

totals_rolled_up as (
    select
        metric_id,
        customer_id,
        period_grain,
        period_start,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        {{ exact_sum('numerator', 'decimal(18, 6)') }} as numerator,
        {{ exact_sum('denominator', 'decimal(18, 6)') }} as denominator
    from totals_of_several
    group by metric_id, customer_id, period_grain, period_start, cube(journey_stage, segment)
),

{% for kind, source in [('one', 'metrics_of_one'), ('several', 'metrics_rolled_up')] -%}
alike_of_{{ kind }} as (
    select
        records,
        journey_stage,
        segment,
        period_grain,
        period_start,
        metric_bits,
        count(*) as customer_count
    from {{ source }}
    group by records, journey_stage, segment, period_grain, period_start, metric_bits
),

counts_of_{{ kind }} as (
    select
        observed_metrics.metric_id,
        alike.journey_stage,
        alike.segment,
        alike.period_grain,
        alike.period_start,
        sum(alike.customer_count) as customer_count
    from alike_of_{{ kind }} as alike
    inner join observed_metrics
        on
            alike.records = observed_metrics.records
            and alike.metric_bits & observed_metrics.metric_bit <> 0
    group by
        observed_metrics.metric_id,
        alike.journey_stage,
        alike.segment,
        alike.period_grain,
        alike.period_start
),

{% endfor -%}

{% for kind, source in [('one', 'totals_of_one'), ('several', 'totals_rolled_up')] -%}
squares_of_{{ kind }} as (
    select
        {{ cell }},
        sum(cast(numerator * numerator as decimal(38, 6))) as numerator_squares,
        sum(cast(numerator * denominator as decimal(38, 6))) as products,
        sum(cast(denominator * denominator as decimal(38, 6))) as denominator_squares
    from {{ source }}
    group by {{ cell }}
),

{% endfor -%}

counts as (
    select
        metric_id,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        period_grain,
        period_start,
        sum(customer_count) as customer_count
    from counts_of_one
    group by metric_id, period_grain, period_start, cube(journey_stage, segment)
    union all
    select
        {{ cell }},
        customer_count
    from counts_of_several
),

squares as (
    select
        metric_id,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        period_grain,
        period_start,
        sum(numerator_squares) as numerator_squares,
        sum(products) as products,
        sum(denominator_squares) as denominator_squares
    from squares_of_one
    group by metric_id, period_grain, period_start, cube(journey_stage, segment)
    union all
    select
        {{ cell }},
        numerator_squares,
        products,
        denominator_squares
    from squares_of_several
),

parts as (
    select
        {{ cell }},
        customer_count,
        cast(null as decimal(38, 6)) as numerator_squares,
        cast(null as decimal(38, 6)) as products,
        cast(null as decimal(38, 6)) as denominator_squares
    from counts
    union all
    select
        {{ cell }},
        cast(null as bigint) as customer_count,
        numerator_squares,
        products,
        denominator_squares
    from squares
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
    group by {{ cell }}
)

select * from metric_customers
