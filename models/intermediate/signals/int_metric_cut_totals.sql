{%- set data_sources = {
    'sessions': 'fct_sessions',
    'escalations': 'fct_sessions',
    'messages': 'fct_messages',
    'survey_answers': 'int_survey_answers',
} -%}
{%- set cell = ['cut', 'cut_value', 'period_grain', 'period_start'] -%}
-- grain: one row per additive metric, cut, value of the cut and period with observations
-- Of records whose attribute is known: sessions, messages and survey answers after a session.
with daily_sums as (
    select * from {{ ref('int_metric_daily_sums') }}
),

attributes as (
    select * from {{ ref('int_record_attributes') }}
),

dim_metrics as (
    select * from {{ ref('dim_metrics') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
    where period_grain in ('month', 'quarter')
),

stages as (
    select distinct journey_stage from daily_sums
),

{% for name, data_source in data_sources.items() -%}
{%- set metrics = observed_metrics(name) -%}
{%- set measures = metrics | rejectattr('is_count') | list -%}
bits_of_{{ name }} as (
    {{ metric_bits_by_stage(metrics) | indent(4) }}
),

{{ name }} as (
    select
        observations.*,
        {{ metric_bits(metrics) | indent(8) }} & bits.metric_bits as metric_bits,
        {% for cut in record_cuts() -%}
        attributes.{{ cut }},
        {% endfor -%}
        periods.period_grain,
        periods.period_start
    from {{ ref('int_metric_observations__' ~ name) }} as observations
    inner join bits_of_{{ name }} as bits on observations.journey_stage = bits.journey_stage
    inner join attributes
        on
            observations.record_id = attributes.record_id
            and attributes.data_source = '{{ data_source }}'
    inner join periods on observations.observed_on = periods.observed_on
),

customers_of_{{ name }} as (
    {% for cut in record_cuts() -%}
    select
        '{{ cut }}' as cut,
        {{ cut }} as cut_value,
        period_grain,
        period_start,
        customer_id,
        {% for metric in metrics -%}
        {%- set numerator = metric.metric_id ~ '_numerator' -%}
        {%- set denominator = metric.metric_id ~ '_denominator' -%}
        {%- set counts = 'metric_bits & ' ~ metric.bit ~ ' <> 0' -%}
        {%- if metric.is_count -%}
        sum(case when {{ counts }} then {{ numerator }} end) as {{ numerator }},
        sum(case when {{ counts }} then {{ denominator }} end) as {{ denominator }},
        {% else -%}
        {{ exact_sum('case when ' ~ counts ~ ' then ' ~ numerator ~ ' end', 'decimal(18, 6)') }}
            as {{ numerator }},
        {{ exact_sum('case when ' ~ counts ~ ' then ' ~ denominator ~ ' end', 'decimal(18, 6)') }}
            as {{ denominator }},
        {{ exact_sum(
            'case when ' ~ counts ~ ' then ' ~ numerator ~ ' * ' ~ numerator ~ ' end',
            'decimal(18, 6)'
        ) }} as {{ metric.metric_id }}_squares,
        {% endif -%}
        {%- endfor -%}
        bit_or(metric_bits) as metric_bits
    from {{ name }}
    where {{ cut }} is not null
    group by {{ cut }}, period_grain, period_start, customer_id
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

totals_of_{{ name }} as (
    select
        cut,
        cut_value,
        period_grain,
        {% for metric in metrics -%}
        {%- set numerator = metric.metric_id ~ '_numerator' -%}
        {%- set denominator = metric.metric_id ~ '_denominator' -%}
        count(case when metric_bits & {{ metric.bit }} <> 0 then 1 end)
            as {{ metric.metric_id }}_customers,
        {% if metric.is_count -%}
        cast(sum({{ numerator }}) as double) as {{ numerator }},
        cast(sum({{ denominator }}) as double) as {{ denominator }},
        {% else -%}
        {{ exact_sum(numerator) }} as {{ numerator }},
        {{ exact_sum(denominator) }} as {{ denominator }},
        {{ exact_sum(metric.metric_id ~ '_squares') }} as {{ metric.metric_id }}_squares,
        {{ exact_sum(numerator ~ ' * ' ~ numerator, 'decimal(38, 6)') }}
            as {{ metric.metric_id }}_numerator_squares,
        {{ exact_sum(numerator ~ ' * ' ~ denominator, 'decimal(38, 6)') }}
            as {{ metric.metric_id }}_products,
        {{ exact_sum(denominator ~ ' * ' ~ denominator, 'decimal(38, 6)') }}
            as {{ metric.metric_id }}_denominator_squares,
        {% endif -%}
        {% endfor -%}
        period_start
    from customers_of_{{ name }}
    group by cut, cut_value, period_grain, period_start
),

{% endfor -%}

totals as (
    {% for name, data_source in data_sources.items() -%}
    {{ metric_rows(
        'totals_of_' ~ name, observed_metrics(name), ['customers', 'numerator', 'denominator'],
        cell, ['squares', 'numerator_squares', 'products', 'denominator_squares']
    ) | indent(4) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

-- The square of 0 and of 1 is itself.
cut_totals as (
    select
        metric_id,
        cut,
        cut_value,
        period_grain,
        customers as customer_count,
        numerator,
        denominator,
        coalesce(squares, numerator) as numerator_squares,
        numerator_squares as customer_numerator_squares,
        products as customer_products,
        denominator_squares as customer_denominator_squares,
        period_start
    from totals
    where customers > 0
)

select * from cut_totals
