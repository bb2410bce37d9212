{#- Readable rows with their _delivery_rank (macros/staging/delivery_rank.sql). typed: see typed_rows. Few keys are
    delivered more than once: on DuckDB only those are sorted. Spark's catalogue cuts long view texts, so there it stays
    short. -#}
{% macro ranked_deliveries(contract, typed, tie_break_by_row=true) -%}
    {{ return(adapter.dispatch('ranked_deliveries')(contract, typed, tie_break_by_row)) }}
{%- endmacro %}

{% macro default__ranked_deliveries(contract, typed, tie_break_by_row) -%}
    select
        *,
        {{ delivery_rank(contract, tie_break_by_row) }} as _delivery_rank
    from (
        {{ typed }}
    ) as typed
    where _unreadable_because is null
{%- endmacro %}

{% macro duckdb__ranked_deliveries(contract, typed, tie_break_by_row) -%}
    {%- set keys, is_same = [], [] -%}
    {%- for column in (contract.config.meta or contract.meta).key -%}
        {%- do keys.append(quoted(column)) -%}
        {#- A key's column may be empty. -#}
        {%- do is_same.append('readable.' ~ quoted(column) ~ ' is not distinct from again.' ~ quoted(column)) -%}
    {%- endfor -%}
    {%- set readable -%}
        (select * from ({{ typed }}) as typed where _unreadable_because is null) as readable
    {%- endset -%}
    {%- set again -%}
        (
            select {{ keys | join(', ') }} from {{ readable }} group by {{ keys | join(', ') }} having count(*) > 1
        ) as again on {{ is_same | join(' and ') }}
    {%- endset -%}
    select readable.*, 1 as _delivery_rank from {{ readable }} anti join {{ again }}
    union all
    select readable.*, {{ delivery_rank(contract, tie_break_by_row) }} as _delivery_rank
    from {{ readable }} semi join {{ again }}
{%- endmacro %}
