{#- A bound of the Wilson interval of a proportion (Wilson 1927): share from 0 to 1 of n trials, a normal quantile,
    and '-' or '+' for the side. -#}
{% macro wilson_bound(share, n, quantile, side) -%}
    (
        {{ share }} + {{ quantile }} * {{ quantile }} / (2 * {{ n }})
        {{ side }} {{ quantile }} * sqrt(
            {{ share }} * (1 - {{ share }}) / {{ n }}
            + {{ quantile }} * {{ quantile }} / (4 * {{ n }} * {{ n }})
        )
    ) / (1 + {{ quantile }} * {{ quantile }} / {{ n }})
{%- endmacro %}
