{%- set key = ['records', 'customer_id', 'period_grain', 'period_start'] -%}
-- grain: one row per metric, journey stage, segment and period; 'all' rolls up
-- A customer of two stages is one customer of their roll-up, and its sums are squared after they
-- are added. The cells are read three times: kept for that, they would fill the disk.
with cells as (
    select * from {{ ref('int_customer_metrics') }}
),

several as (
    {{ customers_of_several(ref('int_customer_metrics'), ['records']) }}
),

cells_of_several_stages as (
    select cells.*
    from {{ ref('int_customer_metrics') }} as cells
    inner join several
        on
            cells.records = several.records
            and cells.customer_id = several.customer_id
            and cells.period_grain = several.period_grain
            and cells.period_start = several.period_start
    where several.only_segment is not null
),

cells_of_several_segments as (
    select cells.*
    from {{ ref('int_customer_metrics') }} as cells
    inner join several
        on
            cells.records = several.records
            and cells.customer_id = several.customer_id
            and cells.period_grain = several.period_grain
            and cells.period_start = several.period_start
    where several.only_segment is null
),

cell_by_cell as (
    select
        case when several.customer_id is null then 'one' else 'stages' end as customer_kind,
        cells.records,
        cells.journey_stage,
        cells.segment,
        cells.period_grain,
        cells.period_start,
        cells.metric_bits,
        {% for name in amount_columns() -%}
        cells.{{ name }}
        {%- if not loop.last %},
        {% endif %}
        {%- endfor %}
    from cells
    left join several
        on
            cells.records = several.records
            and cells.customer_id = several.customer_id
            and cells.period_grain = several.period_grain
            and cells.period_start = several.period_start
    where several.customer_id is null or several.only_segment is not null
),

{% for kind, source, group_by in [
    ('together', 'cells_of_several_stages', ''), ('cube', 'cells_of_several_segments', ', cube(journey_stage, segment)'),
] -%}
{{ kind }} as (
    select
        '{{ kind }}' as customer_kind,
        records,
        {% if kind == 'cube' -%}
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        {%- else -%}
        cast(null as string) as journey_stage,
        min(segment) as segment,
        {%- endif %}
        period_grain,
        period_start,
        bit_or(metric_bits) as metric_bits,
        {% for name in amount_columns() -%}
        {{ exact_sum(name, 'decimal(18, 6)') }} as {{ name }}
        {%- if not loop.last %},
        {% endif %}
        {%- endfor %}
    from {{ source }}
    group by {{ key | join(', ') }}{{ group_by }}
),

{% endfor -%}

-- Those who count for the same metrics are counted together.
{% for source in ['cell_by_cell', 'together', 'cube'] -%}
alike_{{ source }} as (
    select
        customer_kind,
        records,
        journey_stage,
        segment,
        period_grain,
        period_start,
        metric_bits,
        {{ customer_squares() | indent(8) }},
        count(*) as customer_count
    from {{ source }}
    group by
        customer_kind, records, journey_stage, segment, period_grain, period_start, metric_bits
),

{% endfor -%}

alike as (
    select * from alike_cell_by_cell
    union all
    select * from alike_together
    union all
    select * from alike_cube
),

observed_metrics as (
    {{ observed_metric_rows() }}
),

of_metrics as (
    select
        alike.customer_kind,
        observed_metrics.metric_id,
        alike.journey_stage,
        alike.segment,
        alike.period_grain,
        alike.period_start,
        {{ squares_of_metric('observed_metrics', 'alike') | indent(8) }},
        alike.customer_count
    from alike
    inner join observed_metrics
        on
            alike.records = observed_metrics.records
            and alike.metric_bits & observed_metrics.metric_bit <> 0
),

summed as (
    select
        customer_kind,
        metric_id,
        journey_stage,
        segment,
        period_grain,
        period_start,
        sum(customer_count) as customer_count,
        sum(numerator_squares) as numerator_squares,
        sum(products) as products,
        sum(denominator_squares) as denominator_squares
    from of_metrics
    group by customer_kind, metric_id, journey_stage, segment, period_grain, period_start
),

rolled_up as (
    {{ customer_rollups('summed', [
        'metric_id', 'period_grain', 'period_start',
        'customer_count', 'numerator_squares', 'products', 'denominator_squares',
    ]) }}
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
    from rolled_up
    group by metric_id, journey_stage, segment, period_grain, period_start
)

select * from metric_customers
