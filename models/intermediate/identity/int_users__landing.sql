-- grain: one row per landed user, by the latest period of role history
with users as (
    select * from {{ ref('stg_landing__users') }}
),

latest_period as (
    select
        *,
        row_number() over (
            partition by user_id
            order by valid_to desc nulls first, valid_from desc nulls last
        ) as period_rank
    from users
),

conformed as (
    select
        'landing' as source_system,
        user_id as native_user_id,
        external_id,
        account_id,
        lower(trim(email)) as email,
        role as author_role,
        segment,
        language,
        coalesce(is_active, true) as is_active,
        created_at
    from latest_period
    where period_rank = 1
)

select * from conformed
