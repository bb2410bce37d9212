{%- set cell = ['journey_stage', 'segment', 'period_grain', 'period_start'] -%}
-- grain: one row per metric, journey stage, segment and period; 'all' rolls up
-- Most customers are of one stage and one segment in a period: in every roll-up they are what they
-- are there, so that only those of several are added up anew before they are squared.
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
        bit_or({{ name }}.metric_bits & bits.metric_bits) as metric_bits
    from {{ name }}
    inner join bits_of_{{ name }} as bits on {{ name }}.journey_stage = bits.journey_stage
    inner join periods on {{ name }}.observed_on = periods.observed_on
    where {{ name }}.metric_bits & bits.metric_bits <> 0
    group by
        {{ name }}.customer_id,
        {{ name }}.journey_stage,
        {{ name }}.segment,
        periods.period_grain,
        periods.period_start
),

of_several_{{ name }} as (
    select
        customer_id,
        period_grain,
        period_start
    from customers_of_{{ name }}
    group by customer_id, period_grain, period_start
    having count(*) > 1
),

of_one_{{ name }} as (
    select customers.*
    from customers_of_{{ name }} as customers
    left join of_several_{{ name }} as of_several
        on
            customers.customer_id = of_several.customer_id
            and customers.period_grain = of_several.period_grain
            and customers.period_start = of_several.period_start
    where of_several.customer_id is null
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
            'case when customers.metric_bits & ' ~ metric.bit ~ ' <> 0 then customers.'
            ~ metric.metric_id ~ '_' ~ part ~ ' end', 'decimal(18, 6)'
        ) }} as {{ metric.metric_id }}_{{ part }},
        {% endfor -%}
        {% endfor -%}
        bit_or(customers.metric_bits) as metric_bits
    from customers_of_{{ name }} as customers
    inner join of_several_{{ name }} as of_several
        on
            customers.customer_id = of_several.customer_id
            and customers.period_grain = of_several.period_grain
            and customers.period_start = of_several.period_start
    group by
        customers.customer_id,
        customers.period_grain,
        customers.period_start,
        cube(customers.journey_stage, customers.segment)
),

{% for kind in ['of_one', 'rolled_up'] -%}
{{ kind }}_counts_of_{{ name }} as (
    select
        journey_stage,
        segment,
        period_grain,
        {% for metric in metrics -%}
        {%- set counts = 'case when metric_bits & ' ~ metric.bit ~ ' <> 0 then ' -%}
        {%- set numerator = metric.metric_id ~ '_numerator' -%}
        {%- set denominator = metric.metric_id ~ '_denominator' -%}
        count({{ counts }}1 end) as {{ metric.metric_id }}_customers,
        {% if not metric.is_count -%}
        {{ exact_sum(counts ~ numerator ~ ' * ' ~ numerator ~ ' end', 'decimal(38, 6)') }}
            as {{ metric.metric_id }}_numerator_squares,
        {{ exact_sum(counts ~ numerator ~ ' * ' ~ denominator ~ ' end', 'decimal(38, 6)') }}
            as {{ metric.metric_id }}_products,
        {{ exact_sum(counts ~ denominator ~ ' * ' ~ denominator ~ ' end', 'decimal(38, 6)') }}
            as {{ metric.metric_id }}_denominator_squares,
        {% endif -%}
        {% endfor -%}
        period_start
    from {{ kind }}_{{ name }}
    group by journey_stage, segment, period_grain, period_start
),

{% endfor -%}

{% endfor -%}

{% for kind in ['of_one', 'rolled_up'] -%}
{{ kind }} as (
    {% for name in observed_records() -%}
    {{ metric_rows(
        kind ~ '_counts_of_' ~ name, observed_metrics(name), ['customers'], cell,
        ['numerator_squares', 'products', 'denominator_squares']
    ) | indent(4) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

{% endfor -%}

counts as (
    select
        metric_id,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        period_grain,
        period_start,
        sum(customers) as customers,
        {% for part in ['numerator_squares', 'products', 'denominator_squares'] -%}
        {{ exact_sum(part, 'decimal(38, 6)') }} as {{ part }}
        {%- if not loop.last %},
        {% endif %}
        {%- endfor %}
    from of_one
    where customers > 0
    group by metric_id, period_grain, period_start, cube(journey_stage, segment)
    union all
    select
        metric_id,
        journey_stage,
        segment,
        period_grain,
        period_start,
        customers,
        numerator_squares,
        products,
        denominator_squares
    from rolled_up
    where customers > 0
),

metric_customers as (
    select
        metric_id,
        journey_stage,
        segment,
        period_grain,
        cast(sum(customers) as bigint) as customer_count,
        {{ exact_sum('numerator_squares', 'decimal(38, 6)') }} as customer_numerator_squares,
        {{ exact_sum('products', 'decimal(38, 6)') }} as customer_products,
        {{ exact_sum('denominator_squares', 'decimal(38, 6)') }} as customer_denominator_squares,
        period_start
    from counts
    group by metric_id, journey_stage, segment, period_grain, period_start
)

select * from metric_customers
