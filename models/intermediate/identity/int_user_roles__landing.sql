-- grain: one row per landed user and period of a role
with users as (
    select * from {{ ref('stg_landing__users') }}
),

conformed as (
    select
        'landing' as source_system,
        user_id as native_user_id,
        role as author_role,
        valid_from,
        valid_to
    from users
    where role is not null
)

select * from conformed
