-- grain: one row per person and change of the lifecycle stage
with source as (
    {{ stage_source('landing', 'lifecycle_changes') }}
),

selected as (
    select
        user_id,
        lifecycle_stage,
        changed_at,
        synced_at
    from source
)

select * from selected
