{#- Condition of a join with int_customer_stages (alias customer_stages): the stage in force at a moment of a customer. -#}
{% macro stage_in_force(alias, moment) -%}
    {{ alias }}.customer_id = customer_stages.customer_id
    and {{ alias }}.{{ moment }} >= customer_stages.valid_from
    and {{ alias }}.{{ moment }} < coalesce(customer_stages.valid_to, cast('9999-12-31' as timestamp))
{%- endmacro %}
