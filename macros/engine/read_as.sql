{#- A raw value as the contracted type, or null where it cannot be read; a filled value that comes out null sends its
    row to the quarantine. Engines differ in what they read into a text (one rounds 12.7, one refuses it; one drops the
    +02:00 of a moment, one makes a day of 04:05) and in how they turn one type into another, so it is said here.
    The checks of the raw tables render this macro too, so that they count what staging will leave out. -#}
{% macro read_as(expression, data_type, raw_type) -%}
    {%- set raw_type = raw_type | lower -%}
    {%- set is_text = raw_type.startswith(('varchar', 'string', 'text', 'char')) -%}
    {%- set is_float = raw_type.startswith(('double', 'float', 'real')) -%}
    {%- set is_decimal = raw_type.startswith(('decimal', 'numeric')) -%}
    {%- set is_moment = raw_type.startswith(('timestamp', 'date')) -%}
    {%- set trimmed = "trim(" ~ expression ~ ")" -%}
    {%- if data_type == 'string' and is_float -%}
        {#- Where a column of whole numbers has gaps, some writers turn it into 4711.0. -#}
        case
            when {{ expression }} = floor({{ expression }}) and abs({{ expression }}) < 1e15
                then cast(cast({{ expression }} as bigint) as string)
            else cast({{ expression }} as string)
        end
    {%- elif data_type == 'string' -%}
        cast({{ expression }} as string)
    {%- elif is_text and data_type == 'bigint' -%}
        {{ fitting_text_as('bigint', expression, '[+-]?[0-9]+([.]0+)?', "split_part(" ~ trimmed ~ ", '.', 1)") }}
    {%- elif is_text and data_type == 'double' -%}
        {{ fitting_text_as('double', expression, number_pattern() ~ '([eE][+-]?[0-9][0-9]?)?', trimmed) }}
    {%- elif is_text and data_type.startswith('decimal') -%}
        {{ fitting_text_as(data_type, expression, number_pattern(), trimmed) }}
    {%- elif is_text and data_type == 'boolean' -%}
        case
            when lower({{ trimmed }}) in ('true', 't', 'yes', 'y', '1', '1.0') then true
            when lower({{ trimmed }}) in ('false', 'f', 'no', 'n', '0', '0.0') then false
        end
    {%- elif is_text and data_type == 'timestamp' -%}
        {{ utc_timestamp(fitting_text_as(zoned_timestamp(), expression, moment_pattern(), trimmed)) }}
    {%- elif is_text and data_type == 'date' -%}
        {{ fitting_text_as('date', expression, moment_pattern(), "substr(" ~ trimmed ~ ", 1, 10)") }}
    {%- elif data_type in ('timestamp', 'date') and not is_moment -%}
        cast(null as {{ data_type }})
    {%- elif data_type == 'bigint' and (is_float or is_decimal) -%}
        case when {{ expression }} = floor({{ expression }}) then try_cast({{ expression }} as bigint) end
    {%- elif data_type == 'double' and is_float -%}
        {#- One value that is no number would make every sum no number. -#}
        case when abs({{ expression }}) < cast('Infinity' as double) then cast({{ expression }} as double) end
    {%- elif data_type.startswith('decimal') and is_float -%}
        {#- By way of the digits that people see: in binary, 1.005 is a little less. -#}
        try_cast(cast({{ expression }} as string) as {{ data_type }})
    {%- else -%}
        try_cast({{ expression }} as {{ data_type }})
    {%- endif -%}
{%- endmacro %}

{#- readable_part as data_type where the whole text, spaces around it aside, fits the pattern. Its end is \z, since $
    also fits before a last line break in one of the engines. -#}
{% macro fitting_text_as(data_type, text, pattern, readable_part) -%}
    try_cast(
        case when {{ regexp_like(text, '^ *(' ~ pattern ~ ') *\\z') }} then {{ readable_part }} end as {{ data_type }}
    )
{%- endmacro %}

{% macro number_pattern() -%}
    {{ return('[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)') }}
{%- endmacro %}

{#- 2026-02-03, 2026-02-03 04:05, 2026-02-03T04:05:06.789Z, 2026-02-03 04:05:06+02:00; without an offset it is UTC. -#}
{% macro moment_pattern() -%}
    {%- set day = '[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}' -%}
    {%- set second = ':[0-5][0-9]([.][0-9]{1,9})?' -%}
    {%- set offset = 'Z| UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?' -%}
    {{ return(day ~ '([ T]([01][0-9]|2[0-3]):[0-5][0-9](' ~ second ~ '(' ~ offset ~ ')?)?)?') }}
{%- endmacro %}
