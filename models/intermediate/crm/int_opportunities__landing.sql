-- grain: one row per landed opportunity
with opportunities as (
    select * from {{ ref('stg_landing__opportunities') }}
),

conformed as (
    select
        'landing' as source_system,
        opportunity_id as native_opportunity_id,
        account_id as native_account_id,
        user_id as native_user_id,
        lower(trim(opportunity_type)) as source_type,
        lower(trim(stage_name)) as source_stage,
        upper(trim(currency)) as currency,
        cast(amount as double) as amount,
        is_won,
        is_closed,
        created_at,
        closed_at
    from opportunities
)

select * from conformed
