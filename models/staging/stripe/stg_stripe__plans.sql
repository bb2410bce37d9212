-- grain: one row per plan
with source as (
    {{ stage_source('stripe', 'plan') }}
),

renamed as (
    select
        id as plan_id,
        nickname as plan_name,
        currency,
        {{ quoted('interval') }} as interval_unit,
        interval_count,
        amount as minor_amount,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
