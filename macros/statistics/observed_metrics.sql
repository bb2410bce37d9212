{#- The metrics of a kind of record, amounts before shares: metric_id, whether it is a share, the column that is null
    where a record does not count for it, and its bit in metric_bits. Latencies are a kind of their own, below each other
    rather than beside. -#}
{% macro observed_metrics(records) -%}
    {%- set metrics = [] -%}
    {%- set shares = metric_lines()[records].shares if records != 'latencies' else [] -%}
    {%- set others = metric_lines()[records].amounts if records != 'latencies' else latency_lines() -%}
    {%- for line in others + shares -%}
        {%- do metrics.append({
            'metric_id': line[0],
            'is_share': line in shares,
            'column': line[0] if line in shares else line[0] ~ '_numerator',
            'bit': 2 ** loop.index0,
        }) -%}
    {%- endfor -%}
    {{ return(metrics) }}
{%- endmacro %}

{#- The numbers, from 1, of the amounts that any one kind of record has at most. The bit of amount n is 2 ** (n - 1). -#}
{% macro amount_numbers() -%}
    {%- set counts = [] -%}
    {%- for lines in metric_lines().values() -%}
        {%- do counts.append(lines.amounts | length) -%}
    {%- endfor -%}
    {{ return(range(1, (counts | max) + 1)) }}
{%- endmacro %}

{#- The columns of a customer's sums of amounts: numerator_1, denominator_1, numerator_2, ... -#}
{% macro amount_columns() -%}
    {%- set columns = [] -%}
    {%- for number in amount_numbers() -%}
        {%- do columns.extend(['numerator_' ~ number, 'denominator_' ~ number]) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{#- A number that says which of its kind's metrics a record counts for, one bit each: the bits of a customer are those
    of its records together (bit_or), at eight bytes for up to 63 metrics. -#}
{% macro metric_bits(records) -%}
    cast(
        {% for metric in observed_metrics(records) -%}
        case when {{ metric.column }} is not null then {{ metric.bit }} else 0 end
        {%- if not loop.last %}
        + {% endif -%}
        {%- endfor %}
        as bigint
    )
{%- endmacro %}

{#- The metrics of all kinds of record, or of some, as rows: records, metric_id, metric_bit. -#}
{% macro observed_metric_rows(kinds=none) -%}
    {%- for records in kinds or metric_lines() | list + ['latencies'] -%}
    {%- set is_last_kind = loop.last -%}
    {%- for metric in observed_metrics(records) -%}
    select
        '{{ records }}' as records,
        '{{ metric.metric_id }}' as metric_id,
        cast({{ metric.bit }} as bigint) as metric_bit
    {%- if not (is_last_kind and loop.last) %}
    union all
    {% endif %}
    {%- endfor %}
    {%- endfor %}
{%- endmacro %}

{#- For each kind of record and journey stage, the bits of the metrics that are used there. Needs the CTEs
    observed_metrics (the rows above), dim_metrics and stages. -#}
{% macro applicable_metric_bits() -%}
    select
        observed_metrics.records,
        stages.journey_stage,
        cast(sum(observed_metrics.metric_bit) as bigint) as metric_bits
    from observed_metrics
    inner join dim_metrics on observed_metrics.metric_id = dim_metrics.metric_id
    inner join stages on {{ metric_applies('dim_metrics', 'stages.journey_stage') }}
    group by observed_metrics.records, stages.journey_stage
{%- endmacro %}
