{#- Why a survey answer cannot be counted, in words that name measure, value and scale; null for a good one. An answer
    off its scale is a mistake of its source, not an opinion. The relation has measure, score, scale_min, scale_max and
    submitted_at. -#}
{% macro answer_fault(alias, as_of_at) -%}
    {%- set score = alias ~ '.score' -%}
    {%- set low = alias ~ '.scale_min' -%}
    {%- set high = alias ~ '.scale_max' -%}
    {%- set named = 'coalesce(' ~ alias ~ ".measure, 'unmapped')" -%}
    case
        when {{ score }} is null then {{ named }} || ': no score'
        when {{ low }} is null or {{ high }} is null
            then {{ named }} || ': ' || {{ number_as_told(score) }} || ' without a scale'
        when {{ low }} >= {{ high }}
            then
                {{ named }} || ': the scale from ' || {{ number_as_told(low) }}
                || ' to ' || {{ number_as_told(high) }} || ' has no length'
        when {{ score }} < {{ low }} or {{ score }} > {{ high }}
            then
                {{ named }} || ': ' || {{ number_as_told(score) }} || ' is off the scale from '
                || {{ number_as_told(low) }} || ' to ' || {{ number_as_told(high) }}
        when {{ alias }}.submitted_at > {{ as_of_at }}
            then {{ named }} || ': submitted after the moment of the run'
    end
{%- endmacro %}

{#- A double as people write it: engines print 6.0 and very small numbers differently. -#}
{% macro number_as_told(value) -%}
    coalesce(
        case
            when {{ value }} = floor({{ value }}) and abs({{ value }}) < 1e15
                then cast(cast({{ value }} as bigint) as string)
        end,
        cast(try_cast({{ value }} as decimal(38, 6)) as string),
        'a number out of range'
    )
{%- endmacro %}
