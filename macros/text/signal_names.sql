{#- The names of all signals of the seed message_signals, in its order of names; empty before the seed is built. -#}
{% macro signal_names() %}
    {% set names = [] %}
    {% set seed = ref('message_signals') %}
    {% if execute and load_relation(seed) is not none %}
        {% for row in run_query("select signal from " ~ seed ~ " order by signal") %}
            {% do names.append(row[0]) %}
        {% endfor %}
    {% endif %}
    {{ return(names) }}
{% endmacro %}
