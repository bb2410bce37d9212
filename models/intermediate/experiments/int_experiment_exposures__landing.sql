-- grain: one row per landed exposure of a user to a variant
with experiment_exposures as (
    select * from {{ ref('stg_landing__experiment_exposures') }}
),

conformed as (
    select
        'landing' as source_system,
        user_id as native_user_id,
        experiment_id,
        variant_id,
        exposed_at
    from experiment_exposures
)

select * from conformed
