{#- The metrics that have a line in int_metric_observations__<name>, in the order of their lines: metric_id, its bit in a
    number that says which of them count, and whether it only counts records (a numerator of 0 or 1 over a denominator of
    0 or 1), so that sums of whole numbers do. Read from the lines themselves: they are the one list. Unit tests know no
    other models: models that use this are tested through what they build. -#}
{% macro observed_metrics(name) -%}
    {%- set metrics = [] -%}
    {%- set counts_records = "\\s*one_if[(][^~]*,\\s*('1'|one_if[(])" -%}
    {%- if execute -%}
        {%- for node in (graph.nodes or {}).values() if node.name == 'int_metric_observations__' ~ name -%}
            {%- set lines = modules.re.split(
                "[(]\\s*'([a-z0-9_]+)',", node.raw_code.split('metric_observations(')[1]
            ) -%}
            {%- for position in range(lines | length // 2) -%}
                {%- do metrics.append({
                    'metric_id': lines[2 * position + 1],
                    'bit': 2 ** position,
                    'is_count': modules.re.match(counts_records, lines[2 * position + 2]) is not none,
                }) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(metrics) }}
{%- endmacro %}
