{{ config(
    meta={'touched_by': {
        'int_users': {'key': 'user_id', 'through': 'int_thread_events', 'column': 'actor_id'},
        'int_bot_authors': {
            'key': 'user_id', 'through': 'int_thread_events', 'column': ['actor_id', 'event_value'],
        },
    }},
) }}
-- grain: one row per message, and per change and handoff record of a thread with messages, in order
with messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

thread_events as (
    select * from {{ ref('int_thread_events') }}
),

handoff_records as (
    select * from {{ ref('int_handoff_records') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

users as (
    select * from {{ ref('int_users') }}
),

-- A bot is often a staff account like any other: it is known by what it wrote.
bots as (
    select * from {{ ref('int_bot_authors') }}
),

said as (
    select
        messages.message_id as entry_id,
        messages.thread_source_system as source_system,
        messages.thread_id,
        'message' as entry_type,
        messages.author_role as actor_role,
        messages.author_id as actor_id,
        cast(null as string) as entry_value,
        0 as kind_rank,
        messages.message_seq as entry_seq,
        message_sessions.session_seq,
        messages.is_public,
        message_sessions.is_auto_acknowledgment,
        message_sessions.is_conversational and messages.author_role = 'customer' as is_customer,
        message_sessions.is_conversational and messages.author_role = 'bot' as is_bot,
        message_sessions.is_conversational and messages.author_role = 'human_agent' as is_person,
        coalesce(
            message_sessions.is_conversational
            and messages.author_role = 'bot'
            and message_text.has_handoff_announcement,
            false
        ) as is_announcement,
        false as is_queueing,
        false as is_assignment,
        false as is_resolution,
        false as is_live,
        message_sessions.is_reopen_start,
        messages.sent_at as occurred_at
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    inner join message_text on messages.message_id = message_text.message_id
),

-- Who takes the thread matters only where it is a person: a bot that does hands nothing over.
happened as (
    select
        thread_events.event_id as entry_id,
        thread_events.source_system,
        thread_events.thread_id,
        thread_events.event_type as entry_type,
        case when acting_bots.user_id is not null then 'bot' else actors.author_role end
            as actor_role,
        thread_events.actor_id,
        thread_events.event_value as entry_value,
        1 as kind_rank,
        thread_events.event_seq as entry_seq,
        cast(null as bigint) as session_seq,
        false as is_public,
        false as is_auto_acknowledgment,
        false as is_customer,
        false as is_bot,
        false as is_person,
        false as is_announcement,
        thread_events.event_type in ('group', 'queue') and thread_events.event_value is not null
            as is_queueing,
        (
            thread_events.event_type = 'assignee'
            and thread_events.event_value is not null
            and assigned_bots.user_id is null
        )
        or (
            thread_events.event_type = 'join'
            and acting_bots.user_id is null
            and coalesce(actors.author_role, '') = 'human_agent'
        ) as is_assignment,
        thread_events.is_resolution,
        thread_events.is_live,
        false as is_reopen_start,
        thread_events.occurred_at
    from thread_events
    left join users as actors on thread_events.actor_id = actors.user_id
    left join bots as acting_bots on thread_events.actor_id = acting_bots.user_id
    left join bots as assigned_bots
        on
            thread_events.event_type = 'assignee'
            and thread_events.event_value = assigned_bots.user_id
),

recorded as (
    select
        handoff_records.handoff_record_id as entry_id,
        threads.source_system,
        handoff_records.thread_id,
        'handoff_record' as entry_type,
        'bot' as actor_role,
        cast(null as string) as actor_id,
        handoff_records.target_queue as entry_value,
        1 as kind_rank,
        row_number() over (
            partition by handoff_records.thread_id order by handoff_records.handoff_record_id
        ) as entry_seq,
        cast(null as bigint) as session_seq,
        false as is_public,
        false as is_auto_acknowledgment,
        false as is_customer,
        false as is_bot,
        false as is_person,
        true as is_announcement,
        false as is_queueing,
        false as is_assignment,
        false as is_resolution,
        false as is_live,
        false as is_reopen_start,
        coalesce(
            handoff_records.announced_at,
            handoff_records.queued_at,
            handoff_records.accepted_at,
            handoff_records.summarised_at
        ) as occurred_at
    from handoff_records
    inner join threads on handoff_records.thread_id = threads.thread_id
),

entries as (
    select * from said
    union all
    select * from happened
    union all
    select * from recorded
    where occurred_at is not null
),

threads_with_messages as (
    select distinct thread_id from messages
),

-- At one instant a message stands before a change: the change came with it or after it. What comes
-- before the first message belongs to the first session.
placed as (
    select
        entries.*,
        row_number() over in_order as timeline_seq,
        coalesce(max(entries.session_seq) over up_to_now, 1) as session_seq_by_now,
        sum(case when entries.is_reopen_start then 1 else 0 end) over up_to_now as reopening_seq
    from entries
    inner join threads_with_messages on entries.thread_id = threads_with_messages.thread_id
    window
        in_order as (
            partition by entries.thread_id
            order by entries.occurred_at, entries.kind_rank, entries.entry_type, entries.entry_seq
        ),
        up_to_now as (
            partition by entries.thread_id
            order by entries.occurred_at, entries.kind_rank, entries.entry_type, entries.entry_seq
            rows between unbounded preceding and current row
        )
),

identified as (
    select
        entry_id,
        source_system,
        thread_id,
        {{ key_of(['source_system', 'thread_id', 'session_seq_by_now']) }} as session_id,
        entry_type,
        actor_role,
        actor_id,
        entry_value,
        timeline_seq,
        reopening_seq,
        is_public,
        is_auto_acknowledgment,
        is_customer,
        is_bot,
        is_person,
        is_announcement,
        is_queueing,
        is_assignment,
        is_resolution,
        is_live,
        occurred_at
    from placed
)

select * from identified
