{{ config(
    materialized=incremental_or_table(),
    unique_key='user_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = ['source_system', 'native_user_id', 'author_role', 'valid_from', 'valid_to'] -%}
-- grain: one row per user and period [valid_from, valid_to) of a role; null ends are open
with user_roles as (
    {{ union_adapters('user_roles', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_user_id']) }} as user_id,
        author_role,
        valid_from,
        valid_to
    from user_roles
)

select * from keyed
