{#- A number that models use, as a scalar subquery: the value in force at the as-of moment. A key without a
    value is caught by the test metric_parameters_are_used. Its aliases differ from the names that models use. -#}
{% macro metric_parameter(key) -%}
    (
        select max(metric_parameters.value)
        from {{ ref('metric_parameters') }} as metric_parameters
        cross join {{ ref('int_as_of') }} as parameter_moment
        where
            metric_parameters.key = '{{ key }}'
            and {{ in_force('metric_parameters', 'parameter_moment.as_of_at') }}
    )
{%- endmacro %}

{#- The same for models that the as-of moment itself rests on: the value without an end. -#}
{% macro lasting_metric_parameter(key) -%}
    (
        select max(metric_parameters.value)
        from {{ ref('metric_parameters') }} as metric_parameters
        where metric_parameters.key = '{{ key }}' and metric_parameters.valid_to is null
    )
{%- endmacro %}
