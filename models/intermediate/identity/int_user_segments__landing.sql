-- grain: one row per landed user and period of a segment
with users as (
    select * from {{ ref('stg_landing__users') }}
),

conformed as (
    select
        'landing' as source_system,
        user_id as native_user_id,
        segment,
        valid_from,
        valid_to,
        synced_at as told_at
    from users
    where segment is not null
)

select * from conformed
