{#- One row per latency metric of latency_lines and record that counts for it. latencies: the columns that the lines name,
    by the relation that holds them; each relation has customer_id, record_id (in place of a missing customer),
    journey_stage, segment and observed_on beside them. -#}
{% macro latency_metric_observations(latencies) -%}
{%- for metric_id, seconds, censored_seconds, target_seconds in latency_lines() %}
    select
        '{{ metric_id }}' as metric_id,
        coalesce(customer_id, record_id) as customer_id,
        journey_stage,
        segment,
        cast(coalesce({{ seconds }}, {{ censored_seconds }}) as double) as latency_seconds,
        {{ seconds }} is null as is_censored,
        cast({{ seconds }} <= {{ target_seconds }} as boolean) as is_within_target,
        observed_on
    from {% for relation, columns in latencies.items() if seconds in columns %}{{ relation }}{% endfor %}
    where coalesce({{ seconds }}, {{ censored_seconds }}) >= 0
    {%- if not loop.last %}
    union all
    {%- endif %}
{%- endfor %}
{%- endmacro %}
