-- grain: one row per first exposure of a person to a variant
with source as (
    {{ stage_source('landing', 'experiment_exposures') }}
),

selected as (
    select
        experiment_id,
        variant_id,
        user_id,
        exposed_at,
        synced_at
    from source
)

select * from selected
