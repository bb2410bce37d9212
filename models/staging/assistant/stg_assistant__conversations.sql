{{ config(materialized='view') }}
-- grain: one row per conversation with the assistant
with source as (
    {{ stage_source('assistant', 'conversations') }}
),

selected as (
    select
        conversation_id,
        user_id,
        external_user_id,
        helpdesk_thread_id,
        user_email,
        channel,
        language,
        journey_stage,
        status,
        helpdesk_source,
        created_at,
        updated_at,
        ended_at,
        synced_at
    from source
)

select * from selected
