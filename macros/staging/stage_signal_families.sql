{#- The kinds of systems that tell of a customer's journey: for each there is a model int_stage_signals__<family>.
    A CRM tells only where a source delivers its opportunities and its lifecycle changes. -#}
{% macro stage_signal_families() -%}
    {%- set families = ['contacts', 'product', 'subscriptions', 'orders'] -%}
    {%- if is_delivered('opportunities') and is_delivered('lifecycle_changes') -%}
        {%- do families.append('crm') -%}
    {%- endif -%}
    {{ return(families) }}
{%- endmacro %}
