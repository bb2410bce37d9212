-- grain: one row per customer of the billing system
with customers as (
    select * from {{ ref('stg_stripe__customers') }}
),

conformed as (
    select
        'stripe' as source_system,
        customer_id as native_user_id,
        {{ regexp_first('metadata', '"user_id" *: *"([^"]+)"', 1) }} as external_id,
        cast(null as string) as account_id,
        lower(trim(email)) as email,
        'customer' as author_role,
        cast(null as string) as segment,
        cast(null as string) as language,
        true as is_active,
        created_at
    from customers
)

select * from conformed
