{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
    meta={'unsettled': {'where': 'not is_finished'}},
) }}
-- grain: one row per stretch of time that counts against an SLA target
-- The first reply counts from the customer's first message, whenever the policy was applied. Where
-- the company spoke first, or wrote only a note, nothing is owed until the customer speaks.
with sla_targets as (
    select * from {{ ref('int_sla_targets') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

thread_arrivals as (
    select * from {{ ref('int_thread_arrivals') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

messages as (
    select * from {{ ref('int_messages') }}
    where author_role in ('customer', 'human_agent')
),

status_spans as (
    select * from {{ ref('int_status_spans') }}
),

windows as (
    select
        sla_targets.*,
        least(sla_targets.replaced_at, as_of.as_of_at) as window_ends_at
    from sla_targets
    cross join as_of
),

ordered as (
    select
        messages.thread_id,
        messages.author_role,
        messages.message_seq,
        messages.sent_at,
        coalesce(
            lag(messages.author_role) over (
                partition by messages.thread_id order by messages.message_seq
            ) <> 'customer',
            true
        ) as is_turn_start,
        min(case when messages.author_role = 'human_agent' then messages.sent_at end) over (
            partition by messages.thread_id order by messages.message_seq
            rows between 1 following and unbounded following
        ) as answered_at,
        min(case when messages.author_role = 'customer' then messages.message_seq end) over (
            partition by messages.thread_id
        ) as arrival_seq
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
),

turns as (
    select
        thread_id,
        message_seq > arrival_seq as is_after_first_reply,
        sent_at as started_at,
        answered_at as ended_at
    from ordered
    where author_role = 'customer' and is_turn_start
),

replies as (
    select
        'first_reply_time' as metric,
        thread_id,
        arrival_at as started_at,
        first_human_response_at as ended_at
    from thread_arrivals
    union all
    select
        'next_reply_time' as metric,
        thread_id,
        started_at,
        ended_at
    from turns
    where is_after_first_reply
),

resolved_spans as (
    select
        thread_id,
        is_current,
        entered_at,
        left_at
    from status_spans
    where is_resolution
),

-- What is solved waits for no reply: a thank-you must not run a clock for ever.
replies_until_solved as (
    select
        replies.metric,
        replies.thread_id,
        replies.started_at,
        least(
            min(replies.ended_at),
            min(
                case
                    when
                        resolved_spans.is_current
                        or replies.started_at < resolved_spans.left_at
                        then greatest(resolved_spans.entered_at, replies.started_at)
                end
            )
        ) as ended_at
    from replies
    left join resolved_spans on replies.thread_id = resolved_spans.thread_id
    group by replies.metric, replies.thread_id, replies.started_at
),

stretches as (
    select
        metric,
        thread_id,
        started_at,
        ended_at
    from replies_until_solved
    union all
    select
        'requester_wait_time' as metric,
        thread_id,
        entered_at as started_at,
        case when not is_current then left_at end as ended_at
    from status_spans
    where waits_for in ('agent', 'third_party')
    union all
    select
        'agent_work_time' as metric,
        thread_id,
        entered_at as started_at,
        case when not is_current then left_at end as ended_at
    from status_spans
    where waits_for = 'agent'
),

counted as (
    select
        windows.sla_target_id,
        windows.thread_id,
        windows.is_business_hours,
        coalesce(stretches.ended_at <= windows.window_ends_at, false) as is_finished,
        stretches.started_at,
        least(stretches.ended_at, windows.window_ends_at) as ended_at
    from windows
    inner join stretches
        on
            windows.thread_id = stretches.thread_id
            and windows.metric = stretches.metric
            and windows.window_ends_at > stretches.started_at
    where
        -- A further reply that was given before the policy came is no business of the policy.
        windows.metric <> 'next_reply_time'
        or stretches.ended_at is null
        or stretches.ended_at >= windows.applied_at
),

identified as (
    select
        {{ key_of(['sla_target_id', 'started_at']) }} as sla_wait_id,
        sla_target_id,
        thread_id,
        is_business_hours,
        is_finished,
        started_at,
        ended_at
    from counted
)

select * from identified
