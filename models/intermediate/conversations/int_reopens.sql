-- grain: one row per reopening of a thread: a change from solved or closed to a live status
with thread_events as (
    select * from {{ ref('int_thread_events') }}
    where event_type = 'status' and (is_resolution or is_live)
),

messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

status_changes as (
    select
        thread_id,
        event_id,
        event_seq,
        is_live,
        is_resolution,
        occurred_at,
        lag(is_resolution) over (partition by thread_id order by event_seq) as was_resolution,
        lag(occurred_at) over (partition by thread_id order by event_seq) as resolved_at,
        min(case when is_resolution then occurred_at end) over (
            partition by thread_id order by event_seq
            rows between 1 following and unbounded following
        ) as resolved_again_at
    from thread_events
),

reopens as (
    select
        event_id,
        thread_id,
        occurred_at,
        resolved_at,
        resolved_again_at
    from status_changes
    where is_live and was_resolution
),

contents as (
    select
        reopens.event_id,
        count(case when messages.author_role = 'customer' then 1 end) as customer_message_count,
        count(
            case
                when
                    messages.author_role = 'customer'
                    and coalesce(message_text.has_gratitude, false)
                    and not message_text.has_question
                    and message_text.word_count <= {{ metric_parameter('gratitude_max_words') }}
                    then 1
            end
        ) as gratitude_message_count,
        count(case when messages.author_role <> 'customer' then 1 end) as reply_count
    from reopens
    inner join messages
        on
            reopens.thread_id = messages.thread_id
            and reopens.resolved_at < messages.sent_at
            and (reopens.resolved_again_at is null or reopens.resolved_again_at > messages.sent_at)
    inner join message_sessions on messages.message_id = message_sessions.message_id
    left join message_text on messages.message_id = message_text.message_id
    group by reopens.event_id
),

judged as (
    select
        reopens.event_id,
        reopens.thread_id,
        reopens.resolved_at,
        reopens.occurred_at,
        -- Reopened only by a thank-you and solved again without a reply: nothing was left to do.
        not coalesce(
            contents.customer_message_count > 0
            and contents.customer_message_count = contents.gratitude_message_count
            and contents.reply_count = 0
            and reopens.resolved_again_at is not null,
            false
        ) as is_substantive
    from reopens
    left join contents on reopens.event_id = contents.event_id
)

select * from judged
