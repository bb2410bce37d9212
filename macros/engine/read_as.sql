{#- A raw value as the contracted type, or null where it cannot be read. Both engines must read the same texts the same way: the engines differ in whether text
    such as 12.7 is an integer (one rounds, one refuses) and in which words are booleans, so text is checked first. -#}
{% macro read_as(expression, data_type, raw_type) -%}
    {%- set is_text = raw_type | lower in ('varchar', 'string', 'text') or (raw_type | lower).startswith('varchar') -%}
    {%- if data_type == 'string' -%}
        cast({{ expression }} as string)
    {%- elif is_text and data_type == 'bigint' -%}
        try_cast(case when {{ regexp_like(expression, '^ *[+-]?[0-9]+([.]0+)? *$') }}
            then split_part(trim({{ expression }}), '.', 1) end as bigint)
    {%- elif is_text and data_type == 'boolean' -%}
        case
            when lower(trim({{ expression }})) in ('true', 't', 'yes', 'y', '1', '1.0') then true
            when lower(trim({{ expression }})) in ('false', 'f', 'no', 'n', '0', '0.0') then false
        end
    {%- else -%}
        try_cast({{ expression }} as {{ data_type }})
    {%- endif -%}
{%- endmacro %}
