-- grain: one row per item of a subscription
with source as (
    {{ stage_source('stripe', 'subscription_item') }}
),

renamed as (
    select
        id as item_id,
        subscription_id,
        plan_id,
        price_id,
        quantity,
        _fivetran_synced as synced_at,
        created as created_at
    from source
)

select * from renamed
