-- grain: one row per helpdesk user, as the helpdesk shows the user now
with users as (
    select * from {{ ref('stg_zendesk__users') }}
),

conformed as (
    select
        'zendesk' as source_system,
        cast(user_id as string) as native_user_id,
        external_id,
        cast(organization_id as string) as account_id,
        lower(trim(email)) as email,
        case
            when role in ('agent', 'admin') then 'human_agent'
            when role = 'end-user' then 'customer'
        end as author_role,
        cast(null as string) as segment,
        lower(split_part(locale, '-', 1)) as language,
        coalesce(is_active, true) as is_active,
        created_at
    from users
)

select * from conformed
