{#- The version of rubric and lexicon that scores now: the newest row of rubric_versions that is not ended, with a
    digest of what it says, so that scores of two readings never carry one name. -#}
{% macro rubric_version() -%}
    {%- set versions = ref('rubric_versions') -%}
    {%- set rubric = ref('tone_rubric') -%}
    {%- set lexicon = tone_signals() -%}
    {%- if execute and load_relation(versions) is not none and load_relation(rubric) is not none -%}
        {%- set named = run_query(
            "select rubric_version from " ~ versions ~ " where valid_to is null order by valid_from desc limit 1"
        ) -%}
        {%- set points = run_query("select item, signal, points from " ~ rubric ~ " order by item, signal") -%}
        {%- set content = [lexicon | string] -%}
        {%- for row in points.rows -%}
            {%- do content.append(row[0] ~ row[1] ~ (row[2] | int)) -%}
        {%- endfor -%}
        '{{ named.rows[0][0] if named.rows else "" }}-{{ local_md5(content | join('|'))[:8] }}'
    {%- else -%}
        cast(null as string)
    {%- endif -%}
{%- endmacro %}
