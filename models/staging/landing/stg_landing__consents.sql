-- grain: one row per change of a person's consent to a purpose
with source as (
    {{ stage_source('landing', 'consents') }}
),

selected as (
    select
        user_id,
        purpose,
        is_granted,
        changed_at,
        synced_at
    from source
)

select * from selected
