-- grain: one row per change of a ticket's status, assignee, group, priority or schedule, and per join
-- and leave of a chat
with field_changes as (
    select * from {{ ref('stg_zendesk__ticket_field_changes') }}
),

applied_schedules as (
    select * from {{ ref('stg_zendesk__ticket_schedules') }}
),

ticket_chats as (
    select * from {{ ref('stg_zendesk__ticket_chats') }}
),

ticket_chat_events as (
    select * from {{ ref('stg_zendesk__ticket_chat_events') }}
),

chat_presence as (
    select
        ticket_chats.ticket_id,
        case ticket_chat_events.event_type when 'ChatJoin' then 'join' else 'leave' end
            as event_type,
        concat_ws(':', ticket_chat_events.chat_id, cast(ticket_chat_events.chat_index as string))
            as event_value,
        coalesce(
            {{ regexp_first('ticket_chat_events.actor_id', '^agent:([0-9]+)$', 1) }},
            {{ regexp_first('ticket_chat_events.actor_id', '^([0-9]+)$', 1) }}
        ) as native_actor_id,
        ticket_chat_events.created_at as occurred_at
    from ticket_chat_events
    inner join ticket_chats on ticket_chat_events.chat_id = ticket_chats.chat_id
    where
        ticket_chat_events.event_type in ('ChatJoin', 'ChatLeave')
        and not coalesce(ticket_chat_events.is_history_context, false)
),

changes as (
    select
        ticket_id,
        case field_name
            when 'status' then 'status'
            when 'assignee_id' then 'assignee'
            when 'group_id' then 'group'
            when 'priority' then 'priority'
        end as event_type,
        value as event_value,
        cast(actor_id as string) as native_actor_id,
        updated_at as occurred_at
    from field_changes
    union all
    select
        ticket_id,
        'schedule' as event_type,
        cast(schedule_id as string) as event_value,
        cast(null as string) as native_actor_id,
        applied_at as occurred_at
    from applied_schedules
    union all
    select * from chat_presence
),

conformed as (
    select
        'zendesk' as source_system,
        concat_ws(
            '|', cast(ticket_id as string), event_type, cast(occurred_at as string), event_value
        ) as native_event_id,
        cast(ticket_id as string) as native_thread_id,
        event_type,
        event_value,
        native_actor_id,
        occurred_at
    from changes
    where event_type is not null
)

select * from conformed
