{{ config(
    meta={'unsettled': {'through': 'int_session_timeline', 'where': 'occurred_at >= settling_since'}},
) }}
-- grain: one row per bot stretch and reason for a person that showed in it, when it first showed
with bot_stretches as (
    select * from {{ ref('int_bot_stretches') }}
),

timeline as (
    select * from {{ ref('int_session_timeline') }}
    where is_customer or is_bot or is_person
),

messages as (
    select * from {{ ref('int_messages') }}
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

escalation_triggers as (
    select * from {{ ref('escalation_triggers') }}
),

channel_parameters as (
    select * from {{ ref('channel_parameters') }}
),

parameters as (
    select
        {{ metric_parameter('handoff_failure_count') }} as failure_count,
        {{ metric_parameter('handoff_ignored_prompt_count') }} as ignored_prompt_count,
        {{ metric_parameter('handoff_prompt_answer_seconds') }} as prompt_answer_seconds,
        {{ metric_parameter('handoff_negative_sentiment') }} as negative_sentiment,
        {{ metric_parameter('handoff_low_confidence') }} as low_confidence,
        as_of_at
    from {{ ref('int_as_of') }}
),

talk as (
    select
        bot_stretches.stretch_id,
        bot_stretches.thread_id,
        timeline.timeline_seq,
        timeline.is_bot,
        timeline.is_customer,
        coalesce(timeline.is_customer and message_text.has_human_request, false)
            as is_human_request,
        timeline.is_customer
        and timeline.timeline_seq > bot_stretches.first_bot_seq
        and coalesce(message_text.has_not_solved, false) as is_failure,
        timeline.is_customer
        and (
            coalesce(message_text.has_negative_emotion, false)
            or coalesce(messages.sentiment_score <= parameters.negative_sentiment, false)
        ) as is_negative,
        timeline.is_bot and coalesce(messages.confidence < parameters.low_confidence, false)
            as is_unsure,
        timeline.is_bot and coalesce(message_text.has_question, false) as is_prompt,
        parameters.failure_count,
        parameters.ignored_prompt_count,
        parameters.prompt_answer_seconds,
        channel_parameters.session_gap_seconds,
        parameters.as_of_at,
        timeline.occurred_at,
        lead(timeline.is_customer) over (
            partition by bot_stretches.stretch_id order by timeline.timeline_seq
        ) as is_customer_next,
        lead(timeline.occurred_at) over (
            partition by bot_stretches.stretch_id order by timeline.timeline_seq
        ) as next_at
    from bot_stretches
    inner join timeline
        on
            bot_stretches.session_id = timeline.session_id
            and timeline.timeline_seq between bot_stretches.first_seq and bot_stretches.last_seq
    inner join messages on timeline.entry_id = messages.message_id
    inner join message_text on timeline.entry_id = message_text.message_id
    left join channel_parameters on messages.channel = channel_parameters.channel
    cross join parameters
),

-- Ignored is a prompt that the bot itself follows up after the customer had time to answer, or that
-- nobody follows up before the silence would end the session. Two bubbles sent together are one.
marked as (
    select
        *,
        is_prompt
        and not coalesce(is_customer_next, false)
        and {{ seconds_between('occurred_at', 'coalesce(next_at, as_of_at)') }}
        >= case when next_at is null then session_gap_seconds else prompt_answer_seconds end
            as is_ignored_prompt
    from talk
),

counted as (
    select
        *,
        sum(case when is_failure then 1 else 0 end) over so_far as failures_so_far,
        sum(case when is_ignored_prompt then 1 else 0 end) over so_far as ignored_so_far
    from marked
    window so_far as (
        partition by stretch_id order by timeline_seq
        rows between unbounded preceding and current row
    )
),

-- In a row: a customer who answers in between begins anew.
in_a_row as (
    select
        *,
        ignored_so_far - coalesce(
            max(case when is_customer then ignored_so_far end) over (
                partition by stretch_id order by timeline_seq
                rows between unbounded preceding and current row
            ),
            0
        ) as ignored_in_a_row
    from counted
),

shown as (
    select
        stretch_id,
        thread_id,
        min(case when is_human_request then timeline_seq end) as user_request_seq,
        min(case when is_human_request then occurred_at end) as user_request_at,
        min(case when is_failure and failures_so_far >= failure_count then timeline_seq end)
            as two_failures_seq,
        min(case when is_failure and failures_so_far >= failure_count then occurred_at end)
            as two_failures_at,
        min(
            case
                when is_ignored_prompt and ignored_in_a_row >= ignored_prompt_count
                    then timeline_seq
            end
        ) as ignored_two_prompts_seq,
        min(
            case
                when is_ignored_prompt and ignored_in_a_row >= ignored_prompt_count
                    then
                        coalesce(
                            next_at, {{ add_seconds('occurred_at', 'session_gap_seconds') }}
                        )
            end
        ) as ignored_two_prompts_at,
        min(case when is_negative then timeline_seq end) as negative_sentiment_seq,
        min(case when is_negative then occurred_at end) as negative_sentiment_at,
        min(case when is_unsure then timeline_seq end) as low_confidence_seq,
        min(case when is_unsure then occurred_at end) as low_confidence_at
    from in_a_row
    group by stretch_id, thread_id
),

by_trigger as (
    select
        shown.stretch_id,
        escalation_triggers.escalation_trigger,
        shown.thread_id,
        escalation_triggers.precedence,
        escalation_triggers.is_rule,
        case escalation_triggers.escalation_trigger
            when 'user_request' then shown.user_request_seq
            when 'two_failures' then shown.two_failures_seq
            when 'ignored_two_prompts' then shown.ignored_two_prompts_seq
            when 'negative_sentiment' then shown.negative_sentiment_seq
            when 'low_confidence' then shown.low_confidence_seq
        end as fired_seq,
        case escalation_triggers.escalation_trigger
            when 'user_request' then shown.user_request_at
            when 'two_failures' then shown.two_failures_at
            when 'ignored_two_prompts' then shown.ignored_two_prompts_at
            when 'negative_sentiment' then shown.negative_sentiment_at
            when 'low_confidence' then shown.low_confidence_at
        end as fired_at
    from shown
    cross join escalation_triggers
),

fired as (
    select * from by_trigger
    where fired_seq is not null
)

select * from fired
