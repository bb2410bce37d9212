{%- set data_sources = {
    'sessions': 'fct_sessions',
    'escalations': 'fct_sessions',
    'messages': 'fct_messages',
    'survey_answers': 'int_survey_answers',
} -%}
{%- set cuts = [
    'channel', 'channel_family', 'intent', 'severity', 'language', 'ai_role', 'model_version',
] -%}
{%- set cell = ['cut', 'cut_value', 'period_grain', 'period_start'] -%}
{%- set cut_value = value_of_cut(cuts) -%}
-- grain: one row per additive metric, cut, value of the cut and period with observations
-- Of records whose attribute is known: sessions, messages and survey answers after a session.
with
{% for records in data_sources -%}
{{ records }} as (
    select
        *,
        {{ metric_bits(records) | indent(8) }} as metric_bits
    from {{ ref('int_metric_observations__' ~ records) }}
),

{% endfor -%}

attributes as (
    select * from {{ ref('int_record_attributes') }}
),

daily_sums as (
    select * from {{ ref('int_metric_daily_sums') }}
),

dim_metrics as (
    select * from {{ ref('dim_metrics') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
    where period_grain in ('month', 'quarter')
),

observed_metrics as (
    {{ observed_metric_rows(data_sources) }}
),

cuts as (
    {% for cut in cuts -%}
    select '{{ cut }}' as cut
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

stages as (
    select distinct journey_stage from daily_sums
),

applicable as (
    {{ applicable_metric_bits() }}
),

{% for records, data_source in data_sources.items() -%}
sums_of_{{ records }} as (
    select
        cuts.cut,
        {{ cut_value }} as cut_value,
        {{ records }}.journey_stage,
        periods.period_grain,
        {{ metric_sums(records) | indent(8) }},
        periods.period_start
    from {{ records }}
    inner join attributes on {{ records }}.record_id = attributes.record_id
    inner join periods on {{ records }}.observed_on = periods.observed_on
    cross join cuts
    where attributes.data_source = '{{ data_source }}' and {{ cut_value }} is not null
    group by
        cuts.cut,
        {{ cut_value }},
        {{ records }}.journey_stage,
        periods.period_grain,
        periods.period_start
),

customers_of_{{ records }} as (
    select
        '{{ records }}' as records,
        {{ records }}.customer_id,
        cuts.cut,
        {{ cut_value }} as cut_value,
        periods.period_grain,
        periods.period_start,
        {{ customer_sums(records) | indent(8) }},
        bit_or({{ records }}.metric_bits & applicable.metric_bits) as metric_bits
    from {{ records }}
    inner join applicable on {{ records }}.journey_stage = applicable.journey_stage
    inner join attributes on {{ records }}.record_id = attributes.record_id
    inner join periods on {{ records }}.observed_on = periods.observed_on
    cross join cuts
    where
        applicable.records = '{{ records }}'
        and {{ records }}.metric_bits & applicable.metric_bits <> 0
        and attributes.data_source = '{{ data_source }}'
        and {{ cut_value }} is not null
    group by
        {{ records }}.customer_id,
        cuts.cut,
        {{ cut_value }},
        periods.period_grain,
        periods.period_start
),

{% endfor -%}

sums as (
    {% for records in data_sources -%}
    {{ metric_sum_rows(
        'sums_of_' ~ records, records, ['journey_stage'] + cell,
        ['numerator', 'denominator', 'squares']
    ) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

totals as (
    select
        sums.metric_id,
        sums.cut,
        sums.cut_value,
        sums.period_grain,
        sums.period_start,
        cast(sum(sums.numerator) as double) as numerator,
        cast(sum(sums.denominator) as double) as denominator,
        cast(sum(sums.squares) as double) as numerator_squares
    from sums
    inner join dim_metrics
        on
            sums.metric_id = dim_metrics.metric_id
            and {{ metric_applies('dim_metrics', 'sums.journey_stage') }}
    where sums.denominator is not null and sums.numerator is not null
    group by
        sums.metric_id, sums.cut, sums.cut_value, sums.period_grain, sums.period_start
),

customers as (
    {% for records in data_sources -%}
    select * from customers_of_{{ records }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

-- Those who count for the same metrics are counted together.
alike as (
    select
        records,
        {{ cell | join(', ') }},
        metric_bits,
        {{ customer_squares() | indent(8) }},
        count(*) as customer_count
    from customers
    group by records, {{ cell | join(', ') }}, metric_bits
),

metrics_of_customers as (
    select
        observed_metrics.metric_id,
        {% for column in cell -%}
        alike.{{ column }},
        {% endfor -%}
        {{ squares_of_metric('observed_metrics', 'alike') | indent(8) }},
        alike.customer_count
    from alike
    inner join observed_metrics
        on
            alike.records = observed_metrics.records
            and alike.metric_bits & observed_metrics.metric_bit <> 0
),

counts as (
    select
        metric_id,
        {{ cell | join(', ') }},
        cast(sum(customer_count) as bigint) as customer_count,
        cast(sum(numerator_squares) as double) as customer_numerator_squares,
        cast(sum(products) as double) as customer_products,
        cast(sum(denominator_squares) as double) as customer_denominator_squares
    from metrics_of_customers
    group by metric_id, {{ cell | join(', ') }}
),

cut_totals as (
    select
        totals.metric_id,
        totals.cut,
        totals.cut_value,
        totals.period_grain,
        counts.customer_count,
        totals.numerator,
        totals.denominator,
        totals.numerator_squares,
        counts.customer_numerator_squares,
        counts.customer_products,
        counts.customer_denominator_squares,
        totals.period_start
    from totals
    inner join counts
        on
            totals.metric_id = counts.metric_id
            and totals.cut = counts.cut
            and totals.cut_value = counts.cut_value
            and totals.period_grain = counts.period_grain
            and totals.period_start = counts.period_start
)

select * from cut_totals
