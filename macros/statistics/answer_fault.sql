{#- Why a survey answer cannot be counted, in words that name measure, value and scale; null for a good one. An answer
    off its scale is a mistake of its source, not an opinion. The relation has measure, score, scale_min, scale_max and
    submitted_at. -#}
{% macro answer_fault(alias, as_of_at) -%}
    case
        when {{ alias }}.score is null then {{ alias }}.measure || ': no score'
        when {{ alias }}.scale_min is null or {{ alias }}.scale_max is null
            then {{ alias }}.measure || ': ' || cast({{ alias }}.score as string) || ' without a scale'
        when {{ alias }}.scale_min >= {{ alias }}.scale_max
            then
                {{ alias }}.measure || ': the scale from ' || cast({{ alias }}.scale_min as string)
                || ' to ' || cast({{ alias }}.scale_max as string) || ' has no length'
        when {{ alias }}.score < {{ alias }}.scale_min or {{ alias }}.score > {{ alias }}.scale_max
            then
                {{ alias }}.measure || ': ' || cast({{ alias }}.score as string) || ' is off the scale from '
                || cast({{ alias }}.scale_min as string) || ' to ' || cast({{ alias }}.scale_max as string)
        when {{ alias }}.submitted_at > {{ as_of_at }}
            then {{ alias }}.measure || ': submitted after the moment of the run'
    end
{%- endmacro %}
