-- grain: one row per session in which a customer asked for help and a bot alone did not do
with sessions as (
    select * from {{ ref('fct_sessions') }}
),

contacts as (
    select
        session_id,
        customer_id,
        arrival_at as contacted_at
    from sessions
    where
        customer_id is not null
        and arrival_at is not null
        and not coalesce(is_thanks_only, false)
        -- Answered by a bot, and never by a person: no person was needed.
        and not (bot_message_count > 0 and human_agent_message_count = 0)
)

select * from contacts
