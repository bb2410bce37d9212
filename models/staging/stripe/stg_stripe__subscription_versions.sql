-- grain: one row per subscription and version
with source as (
    {{ stage_source('stripe', 'subscription_history') }}
),

renamed as (
    select
        id as subscription_id,
        customer_id,
        status,
        cancellation_details_reason as cancel_reason,
        _fivetran_active as is_in_force,
        cancel_at_period_end as is_cancelled_at_period_end,
        _fivetran_synced as synced_at,
        _fivetran_start as valid_from,
        _fivetran_end as valid_to,
        created as created_at,
        start_date as started_at,
        current_period_start as period_started_at,
        current_period_end as period_ended_at,
        cancel_at as cancel_due_at,
        canceled_at as cancel_asked_at,
        ended_at,
        trial_start as trial_started_at,
        trial_end as trial_ended_at
    from source
)

select * from renamed
