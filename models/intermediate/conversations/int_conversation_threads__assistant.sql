-- grain: one row per conversation with the assistant, with the thread that it belongs to
with conversations as (
    select * from {{ ref('stg_assistant__conversations') }}
),

-- A conversation that went on in the helpdesk is part of that helpdesk's thread.
placed as (
    select
        *,
        case when helpdesk_thread_id is not null then helpdesk_source end as thread_source_system
    from conversations
),

conformed as (
    select
        conversation_id,
        case when thread_source_system is not null then helpdesk_thread_id else conversation_id end
            as native_thread_id,
        user_id as native_user_id,
        helpdesk_source,
        thread_source_system,
        channel,
        language,
        journey_stage,
        -- An end that nobody called a resolution is none.
        case
            when lower(status) = 'resolved' then 'solved'
            when lower(status) = 'handed_off' then 'open'
            when lower(status) = 'abandoned' then 'ended'
            when status is null and ended_at is not null then 'ended'
            else lower(coalesce(status, 'open'))
        end as status,
        created_at,
        updated_at,
        ended_at
    from placed
)

select * from conformed
