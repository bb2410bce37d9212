-- grain: one row per person asked
with people as (
    select * from {{ ref('stg_delighted__people') }}
),

conformed as (
    select
        'delighted' as source_system,
        person_id as native_user_id,
        cast(null as string) as external_id,
        cast(null as string) as account_id,
        lower(trim(email)) as email,
        'customer' as author_role,
        cast(null as string) as segment,
        lower(split_part(locale, '-', 1)) as language,
        true as is_active,
        created_at
    from people
)

select * from conformed
