{#- The rank of the observation at an end of the 95 % interval of a percentile, side 'lower' or 'upper': exact by the seed
    order_statistic_ranks, beyond its last row by the normal approximation. Needs the relations ranked (n), parameters and
    exact_ranks. -#}
{% macro order_statistic_rank(percentile, side) -%}
    {%- set share = 'ranked.n * ' ~ percentile ~ ' / 100.0' -%}
    {%- set half_width -%}
        parameters.normal_quantile * sqrt(ranked.n * {{ percentile * (100 - percentile) }} / 10000.0)
    {%- endset -%}
    case
        when ranked.n <= parameters.largest_exact_n then exact_ranks.{{ side }}_{{ percentile }}
        {% if side == 'lower' -%}
        else floor({{ share }} - {{ half_width }})
        {%- else -%}
        else ceil({{ share }} + {{ half_width }}) + 1
        {%- endif %}
    end
{%- endmacro %}
