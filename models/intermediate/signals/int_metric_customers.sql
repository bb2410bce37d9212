{%- set cell = 'metric_id, journey_stage, segment, period_grain, period_start' -%}
{%- set periods_of = {
    'customer_metrics': 'records, customer_id, period_grain, period_start',
    'customer_totals': 'metric_id, customer_id, period_grain, period_start',
} -%}
-- grain: one row per metric, journey stage, segment and period; 'all' rolls up
-- A customer of two stages is one customer of their roll-up, and its sums are squared after they
-- are added. Most customers are of one stage and one segment in a period: in every roll-up they are
-- what they are there, so that only those of several are added up anew.
with customer_metrics as (
    select * from {{ ref('int_customer_metrics') }}
),

customer_totals as (
    select * from {{ ref('int_customer_metric_totals') }}
),

observed_metrics as (
    {{ observed_metric_rows() }}
),

{% for relation, key in periods_of.items() -%}
several_of_{{ relation }} as (
    select {{ key }}
    from {{ relation }}
    group by {{ key }}
    having count(*) > 1
),

placed_{{ relation }} as (
    select
        {{ relation }}.*,
        several.customer_id is not null as is_of_several
    from {{ relation }}
    left join several_of_{{ relation }} as several
        on
            {% for column in key.split(', ') -%}
            {{ 'and ' if not loop.first }}{{ relation }}.{{ column }} = several.{{ column }}
            {%- if not loop.last %}
            {% endif -%}
            {%- endfor %}
),

{% endfor -%}

several_metrics as (
    select
        records,
        customer_id,
        period_grain,
        period_start,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        bit_or(metric_bits) as metric_bits
    from placed_customer_metrics
    where is_of_several
    group by records, customer_id, period_grain, period_start, cube(journey_stage, segment)
),

several_totals as (
    select
        metric_id,
        customer_id,
        period_grain,
        period_start,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        {{ exact_sum('numerator', 'decimal(18, 6)') }} as numerator,
        {{ exact_sum('denominator', 'decimal(18, 6)') }} as denominator
    from placed_customer_totals
    where is_of_several
    group by metric_id, customer_id, period_grain, period_start, cube(journey_stage, segment)
),

{% for kind, source, condition in [
    ('one', 'placed_customer_metrics', 'where not is_of_several'), ('several', 'several_metrics', ''),
] -%}
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
    {%- if condition %}
    {{ condition }}
    {%- endif %}
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

{% for kind, source, condition in [
    ('one', 'placed_customer_totals', 'where not is_of_several'), ('several', 'several_totals', ''),
] -%}
squares_of_{{ kind }} as (
    select
        {{ cell }},
        sum(cast(numerator * numerator as decimal(38, 6))) as numerator_squares,
        sum(cast(numerator * denominator as decimal(38, 6))) as products,
        sum(cast(denominator * denominator as decimal(38, 6))) as denominator_squares
    from {{ source }}
    {%- if condition %}
    {{ condition }}
    {%- endif %}
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
