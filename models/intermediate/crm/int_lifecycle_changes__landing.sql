-- grain: one row per landed person and change of the lifecycle stage
with lifecycle_changes as (
    select * from {{ ref('stg_landing__lifecycle_changes') }}
),

conformed as (
    select
        'landing' as source_system,
        user_id as native_user_id,
        lower(trim(lifecycle_stage)) as source_stage,
        changed_at
    from lifecycle_changes
)

select * from conformed
