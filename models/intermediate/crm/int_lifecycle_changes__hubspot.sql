-- grain: one row per contact and change of its lifecycle stage
with property_changes as (
    select * from {{ ref('stg_hubspot__contact_property_changes') }}
),

conformed as (
    select
        'hubspot' as source_system,
        contact_id as native_user_id,
        lower(trim(value)) as source_stage,
        changed_at
    from property_changes
    where property_name = 'lifecyclestage' and trim(value) <> ''
)

select * from conformed
