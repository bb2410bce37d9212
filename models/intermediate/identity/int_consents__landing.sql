-- grain: one row per landed change of a person's consent to a purpose
with consents as (
    select * from {{ ref('stg_landing__consents') }}
),

conformed as (
    select
        'landing' as source_system,
        user_id as native_user_id,
        lower(purpose) as purpose,
        is_granted,
        changed_at
    from consents
)

select * from conformed
