-- grain: one row per ticket comment and per chat message
with ticket_comments as (
    select * from {{ ref('stg_zendesk__ticket_comments') }}
),

ticket_chats as (
    select * from {{ ref('stg_zendesk__ticket_chats') }}
),

ticket_chat_events as (
    select * from {{ ref('stg_zendesk__ticket_chat_events') }}
),

chat_messages as (
    select
        concat_ws(':', ticket_chat_events.chat_id, cast(ticket_chat_events.chat_index as string))
            as native_message_id,
        cast(ticket_chats.ticket_id as string) as native_thread_id,
        coalesce(
            {{ regexp_first('ticket_chat_events.actor_id', '^agent:([0-9]+)$', 1) }},
            case
                when {{ regexp_like('ticket_chat_events.actor_id', '^[0-9]+$') }}
                    then ticket_chat_events.actor_id
                when lower(ticket_chat_events.actor_id) not in ('system', 'trigger')
                    then cast(ticket_chats.user_id as string)
            end
        ) as native_author_id,
        cast(null as string) as source_channel,
        ticket_chat_events.body,
        true as is_public,
        lower(ticket_chat_events.actor_id) in ('system', 'trigger') as is_automated,
        ticket_chat_events.created_at as sent_at
    from ticket_chat_events
    inner join ticket_chats on ticket_chat_events.chat_id = ticket_chats.chat_id
    where
        -- A file that somebody sends is something said, without words to read.
        ticket_chat_events.event_type in ('ChatMessage', 'ChatFileAttachment')
        and not coalesce(ticket_chat_events.is_history_context, false)
),

comments as (
    select
        cast(comment_id as string) as native_message_id,
        cast(ticket_id as string) as native_thread_id,
        cast(author_id as string) as native_author_id,
        via_channel as source_channel,
        body,
        coalesce(is_public, true) as is_public,
        coalesce(via_channel in ('rule', 'trigger', 'automation', 'system'), false) as is_automated,
        created_at as sent_at
    from ticket_comments
),

all_messages as (
    select * from comments
    union all
    select * from chat_messages
),

conformed as (
    select
        'zendesk' as source_system,
        cast(null as string) as thread_source_system,
        native_message_id,
        native_thread_id,
        native_author_id,
        cast(null as string) as author_role_by_source,
        -- A rule that writes is not a channel of its own: its comment goes out on the ticket's
        -- channel.
        case when not is_automated then source_channel end as source_channel,
        body,
        cast(null as string) as language,
        cast(null as string) as intent,
        cast(null as string) as source_severity,
        cast(null as string) as model_version,
        cast(null as string) as prompt_id,
        cast(null as string) as prompt_version,
        cast(null as string) as guardrail_version,
        cast(null as bigint) as knowledge_source_count,
        cast(null as double) as confidence,
        cast(null as double) as generation_ms,
        cast(null as double) as edit_ratio,
        cast(null as double) as sentiment_score,
        is_public,
        is_automated,
        cast(null as boolean) as is_human_approved,
        cast(null as boolean) as is_human_edited,
        sent_at
    from all_messages
)

select * from conformed
