{#- True for the customers whom a program leaves alone, to compare with: the same ones on each run and each engine, others
    for another program. -#}
{% macro is_held_out(customer_id, program, share) -%}
    {{ hash_bucket(customer_id ~ " || '|" ~ program ~ "'", 10000) }} < {{ share }} * 10000
{%- endmacro %}
