{#- True where a metric of the catalogue is used in a journey stage; the roll-up 'all' takes every metric. -#}
{% macro metric_applies(alias, journey_stage) -%}
    (
        {{ alias }}.applicable_stages = 'all'
        or {{ journey_stage }} = 'all'
        or ';' || {{ alias }}.applicable_stages || ';' like '%;' || {{ journey_stage }} || ';%'
    )
{%- endmacro %}
