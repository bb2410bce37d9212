-- grain: one row per opportunity
with source as (
    {{ stage_source('landing', 'opportunities') }}
),

selected as (
    select
        opportunity_id,
        account_id,
        user_id,
        opportunity_type,
        stage as stage_name,
        currency,
        amount,
        is_won,
        is_closed,
        created_at,
        closed_at,
        synced_at
    from source
)

select * from selected
