{#- The kinds of systems that tell of a customer's journey: for each there is a model int_stage_signals__<family>.
    A CRM tells only where a source delivers its opportunities and its lifecycle changes. -#}
{% macro stage_signal_families() -%}
    {%- set families = ['contacts', 'product', 'subscriptions', 'orders'] -%}
    {%- set entities = var('sources').values() | sum(start=[]) -%}
    {%- if 'opportunities' in entities and 'lifecycle_changes' in entities -%}
        {%- do families.append('crm') -%}
    {%- endif -%}
    {{ return(families) }}
{%- endmacro %}
