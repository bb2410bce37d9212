{{ config(
    materialized=incremental_or_table(),
    unique_key='user_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_user_id', 'segment', 'valid_from', 'valid_to', 'told_at',
] -%}
-- grain: one row per user and period [valid_from, valid_to) of a segment; null ends are open
with user_segments as (
    {{ union_adapters('user_segments', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_user_id']) }} as user_id,
        segment,
        valid_from,
        valid_to,
        told_at
    from user_segments
),

-- Most systems tell only what holds now.
without_history as (
    select
        users.user_id,
        users.segment,
        cast(null as timestamp) as valid_from,
        cast(null as timestamp) as valid_to,
        cast(null as timestamp) as told_at
    from users
    left join keyed on users.user_id = keyed.user_id
    where users.segment is not null and keyed.user_id is null
),

final as (
    select * from keyed
    union all
    select * from without_history
)

select * from final
