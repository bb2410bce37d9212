-- grain: one row per target of an SLA policy version
with source as (
    {{ stage_source('zendesk', 'sla_policy_metric_history') }}
),

renamed as (
    select
        sla_policy_id,
        metric,
        priority,
        {{ quoted('index') }} as target_index,
        {{ quoted('target') }} as target_minutes,
        business_hours as is_business_hours,
        sla_policy_updated_at as policy_updated_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
