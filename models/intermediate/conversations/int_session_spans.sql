-- grain: one row per session: its bounds, its arrival and how it ended
with messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

status_changes as (
    select * from {{ ref('int_thread_events') }}
    where event_type = 'status' and (is_resolution or is_live)
),

thread_statuses as (
    select * from {{ ref('thread_statuses') }}
),

members as (
    select
        message_sessions.session_id,
        message_sessions.session_seq,
        message_sessions.is_reopen_start,
        message_sessions.is_auto_acknowledgment,
        message_sessions.is_conversational,
        messages.thread_id,
        messages.message_seq,
        messages.author_role,
        messages.channel,
        messages.language,
        messages.intent,
        messages.severity,
        messages.sent_at,
        row_number() over (
            partition by message_sessions.session_id
            order by
                case when message_sessions.is_conversational then 0 else 1 end, messages.message_seq
        ) as opening_rank
    from message_sessions
    inner join messages on message_sessions.message_id = messages.message_id
),

spans as (
    select
        session_id,
        thread_id,
        max(session_seq) as session_seq,
        max(case when opening_rank = 1 then channel end) as channel,
        max(case when opening_rank = 1 then language end) as language,
        max(case when opening_rank = 1 then intent end) as intent,
        max(case when opening_rank = 1 then severity end) as severity,
        count(*) as message_count,
        count(case when is_conversational and author_role = 'customer' then 1 end)
            as customer_message_count,
        count(case when is_conversational and author_role = 'bot' then 1 end) as bot_message_count,
        count(case when is_conversational and author_role = 'human_agent' then 1 end)
            as human_agent_message_count,
        bool_or(is_reopen_start) as is_reopen_session,
        -- The company spoke first: out of latency denominators until the customer speaks.
        max(case when opening_rank = 1 then author_role end) <> 'customer' as is_proactive,
        coalesce(min(case when is_conversational then sent_at end), min(sent_at)) as started_at,
        coalesce(max(case when is_conversational then sent_at end), max(sent_at)) as ended_at,
        min(case when is_conversational and author_role = 'customer' then sent_at end)
            as first_customer_at,
        min(case when is_auto_acknowledgment then sent_at end) as auto_ack_at
    from members
    group by session_id, thread_id
),

followed as (
    select
        *,
        lead(started_at) over (partition by thread_id order by session_seq) as next_started_at,
        count(*) over (partition by thread_id) as session_count
    from spans
),

-- The changes that belong to a session: from its start (from the thread's beginning for the first)
-- to the next one's.
changes as (
    select
        followed.session_id,
        status_changes.event_seq,
        status_changes.is_resolution,
        status_changes.occurred_at
    from followed
    inner join status_changes
        on
            followed.thread_id = status_changes.thread_id
            and followed.started_at <= status_changes.occurred_at
            and (
                followed.next_started_at is null
                or followed.next_started_at > status_changes.occurred_at
            )
),

outcomes as (
    select
        session_id,
        min(case when is_resolution then occurred_at end) as resolved_at,
        max(case when is_resolution then occurred_at end) as last_resolved_at,
        coalesce(max(case when is_resolution then event_seq end), 0) > coalesce(
            max(case when not is_resolution then event_seq end), 0
        ) as is_resolved
    from changes
    group by session_id
),

final as (
    select
        followed.session_id,
        followed.thread_id,
        followed.session_seq,
        followed.channel,
        followed.language,
        followed.intent,
        followed.severity,
        followed.message_count,
        followed.customer_message_count,
        followed.bot_message_count,
        followed.human_agent_message_count,
        followed.is_proactive,
        coalesce(followed.is_reopen_session, false) as is_reopen_session,
        -- Without any status history the last session ends as the thread stands; earlier ones are
        -- not known.
        coalesce(
            outcomes.is_resolved,
            case
                when followed.next_started_at is null then thread_statuses.is_resolution
            end
        ) as is_resolved,
        outcomes.resolved_at,
        outcomes.last_resolved_at,
        followed.auto_ack_at,
        followed.started_at,
        followed.ended_at,
        -- Ticket creation stands in for the arrival only where nobody conversed: a note of the
        -- customer's call, a form.
        coalesce(
            followed.first_customer_at,
            case
                when
                    followed.session_seq = 1
                    and followed.bot_message_count + followed.human_agent_message_count = 0
                    then threads.created_at
            end
        ) as arrival_at,
        followed.next_started_at
    from followed
    inner join threads on followed.thread_id = threads.thread_id
    left join outcomes on followed.session_id = outcomes.session_id
    left join thread_statuses on threads.status = thread_statuses.status
)

select * from final
