-- grain: one row per price
with source as (
    {{ stage_source('stripe', 'price') }}
),

renamed as (
    select
        id as price_id,
        nickname as plan_name,
        currency,
        recurring_interval as interval_unit,
        recurring_interval_count as interval_count,
        unit_amount as minor_amount,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
