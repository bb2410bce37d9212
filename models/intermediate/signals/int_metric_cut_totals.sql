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
{%- set key = 'metric_id, ' ~ cell | join(', ') -%}
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

values_of_cuts as (
    select
        attributes.data_source,
        attributes.record_id,
        cuts.cut,
        case cuts.cut
            {% for cut in cuts -%}
            when '{{ cut }}' then attributes.{{ cut }}
            {% endfor -%}
        end as cut_value
    from attributes
    cross join cuts
),

{% for records, data_source in data_sources.items() -%}
sums_of_{{ records }} as (
    select
        values_of_cuts.cut,
        values_of_cuts.cut_value,
        {{ records }}.journey_stage,
        periods.period_grain,
        {{ metric_sums(records) | indent(8) }},
        periods.period_start
    from {{ records }}
    inner join values_of_cuts
        on
            {{ records }}.record_id = values_of_cuts.record_id
            and values_of_cuts.data_source = '{{ data_source }}'
    inner join periods on {{ records }}.observed_on = periods.observed_on
    where values_of_cuts.cut_value is not null
    group by
        values_of_cuts.cut,
        values_of_cuts.cut_value,
        {{ records }}.journey_stage,
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

stages as (
    select distinct journey_stage from daily_sums
),

applicable as (
    {{ applicable_metric_bits() }}
),

observations as (
    {% for records, data_source in data_sources.items() -%}
    select
        '{{ records }}' as records,
        '{{ data_source }}' as data_source,
        record_id,
        customer_id,
        journey_stage,
        metric_bits,
        observed_on
    from {{ records }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

customers as (
    select
        observations.records,
        observations.customer_id,
        values_of_cuts.cut,
        values_of_cuts.cut_value,
        periods.period_grain,
        periods.period_start,
        bit_or(observations.metric_bits & applicable.metric_bits) as metric_bits
    from observations
    inner join applicable
        on
            observations.records = applicable.records
            and observations.journey_stage = applicable.journey_stage
    inner join values_of_cuts
        on
            observations.data_source = values_of_cuts.data_source
            and observations.record_id = values_of_cuts.record_id
    inner join periods on observations.observed_on = periods.observed_on
    where
        observations.metric_bits & applicable.metric_bits <> 0
        and values_of_cuts.cut_value is not null
    group by
        observations.records,
        observations.customer_id,
        values_of_cuts.cut,
        values_of_cuts.cut_value,
        periods.period_grain,
        periods.period_start
),

alike as (
    select
        records,
        cut,
        cut_value,
        period_grain,
        period_start,
        metric_bits,
        count(*) as customer_count
    from customers
    group by records, cut, cut_value, period_grain, period_start, metric_bits
),

counts as (
    select
        observed_metrics.metric_id,
        alike.cut,
        alike.cut_value,
        alike.period_grain,
        alike.period_start,
        cast(sum(alike.customer_count) as bigint) as customer_count
    from alike
    inner join observed_metrics
        on
            alike.records = observed_metrics.records
            and alike.metric_bits & observed_metrics.metric_bit <> 0
    group by
        observed_metrics.metric_id,
        alike.cut,
        alike.cut_value,
        alike.period_grain,
        alike.period_start
),

amounts as (
    {% for records in data_sources -%}
    {{ long_metric_observations(
        records, observed_metrics(records) | rejectattr('is_share') | list
    ) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

customer_totals as (
    select
        amounts.metric_id,
        amounts.customer_id,
        values_of_cuts.cut,
        values_of_cuts.cut_value,
        periods.period_grain,
        periods.period_start,
        {{ exact_sum('amounts.numerator', 'decimal(18, 6)') }} as numerator,
        {{ exact_sum('amounts.denominator', 'decimal(18, 6)') }} as denominator
    from amounts
    inner join dim_metrics
        on
            amounts.metric_id = dim_metrics.metric_id
            and {{ metric_applies('dim_metrics', 'amounts.journey_stage') }}
    inner join values_of_cuts
        on
            amounts.record_id = values_of_cuts.record_id
            and dim_metrics.data_source = values_of_cuts.data_source
    inner join periods on amounts.observed_on = periods.observed_on
    where values_of_cuts.cut_value is not null
    group by
        amounts.metric_id,
        amounts.customer_id,
        values_of_cuts.cut,
        values_of_cuts.cut_value,
        periods.period_grain,
        periods.period_start
),

squares as (
    select
        {{ key }},
        {{ exact_sum('numerator * numerator', 'decimal(38, 6)') }} as customer_numerator_squares,
        {{ exact_sum('numerator * denominator', 'decimal(38, 6)') }} as customer_products,
        {{ exact_sum('denominator * denominator', 'decimal(38, 6)') }}
            as customer_denominator_squares
    from customer_totals
    group by {{ key }}
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
        squares.customer_numerator_squares,
        squares.customer_products,
        squares.customer_denominator_squares,
        totals.period_start
    from totals
    inner join counts
        on
            totals.metric_id = counts.metric_id
            and totals.cut = counts.cut
            and totals.cut_value = counts.cut_value
            and totals.period_grain = counts.period_grain
            and totals.period_start = counts.period_start
    left join squares
        on
            totals.metric_id = squares.metric_id
            and totals.cut = squares.cut
            and totals.cut_value = squares.cut_value
            and totals.period_grain = squares.period_grain
            and totals.period_start = squares.period_start
)

select * from cut_totals
