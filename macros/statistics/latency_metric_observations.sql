{#- One row per latency metric of latency_lines and record of a relation that counts for it. The relation has
    customer_id, journey_stage, segment, observed_on and the columns that the lines name. -#}
{% macro latency_metric_observations(relation) -%}
{%- for metric_id, seconds, censored_seconds, target_seconds in latency_lines() %}
    select
        '{{ metric_id }}' as metric_id,
        customer_id,
        journey_stage,
        segment,
        cast(coalesce({{ seconds }}, {{ censored_seconds }}) as double) as latency_seconds,
        {{ seconds }} is null as is_censored,
        cast({{ seconds }} <= {{ target_seconds }} as boolean) as is_within_target,
        observed_on
    from {{ relation }}
    where coalesce({{ seconds }}, {{ censored_seconds }}) >= 0
    {%- if not loop.last %}
    union all
    {%- endif %}
{%- endfor %}
{%- endmacro %}
