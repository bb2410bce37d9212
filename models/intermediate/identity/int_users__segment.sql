-- grain: one row per user who identified themselves on the site or in the product
with users as (
    select * from {{ ref('stg_segment__users') }}
),

identifies as (
    select * from {{ ref('stg_segment__identifies') }}
),

-- A delivery may have the moments without the table of users.
known as (
    select
        user_id,
        email,
        language,
        created_at,
        1 as preference,
        synced_at as known_at,
        user_id as row_id
    from users
    union all
    select
        user_id,
        email,
        cast(null as string) as language,
        cast(null as timestamp) as created_at,
        2 as preference,
        occurred_at as known_at,
        identify_id as row_id
    from identifies
    where user_id is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by user_id order by preference asc, known_at desc nulls last, row_id asc
        ) as user_rank
    from known
),

-- The product's own identifier is what other systems keep as the external one.
conformed as (
    select
        'segment' as source_system,
        user_id as native_user_id,
        user_id as external_id,
        cast(null as string) as account_id,
        lower(trim(email)) as email,
        'customer' as author_role,
        cast(null as string) as segment,
        language,
        true as is_active,
        created_at
    from ranked
    where user_rank = 1
)

select * from conformed
