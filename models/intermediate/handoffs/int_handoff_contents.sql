-- grain: one row per handoff: what was told around it, who waited, and what came after
with handoff_moments as (
    select * from {{ ref('int_handoff_moments') }}
),

timeline as (
    select * from {{ ref('int_session_timeline') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

entries as (
    select
        handoff_moments.handoff_id,
        handoff_moments.thread_id,
        handoff_moments.session_id as handoff_session_id,
        handoff_moments.handoff_seq,
        handoff_moments.person_seq,
        handoff_moments.handoff_at,
        timeline.session_id,
        timeline.timeline_seq,
        timeline.entry_type,
        timeline.actor_role,
        timeline.is_public,
        timeline.is_customer,
        timeline.is_bot,
        timeline.is_resolution,
        timeline.occurred_at,
        messages.confidence,
        message_text.has_human_request,
        message_text.has_not_solved,
        message_text.has_question,
        message_text.has_information_request,
        message_text.has_repeated_contact,
        message_text.has_handoff_issue_summary,
        message_text.has_handoff_user_emotion,
        message_text.has_handoff_attempted_solutions,
        message_text.has_handoff_metadata,
        message_text.has_timeline
        or message_text.has_handoff_expectation
        or message_text.promised_seconds is not null as has_expectation,
        timeline.reopening_seq = handoff_moments.reopening_seq as is_same_effort,
        -- What is said to the customer by anyone but the customer ends a silence.
        timeline.entry_type = 'message'
        and timeline.is_public
        and timeline.actor_role <> 'customer'
        and timeline.timeline_seq > handoff_moments.handoff_seq
        and timeline.timeline_seq <= coalesce(
            handoff_moments.person_seq, timeline.timeline_seq
        ) as is_heard,
        max(
            case
                when
                    timeline.is_customer
                    and timeline.timeline_seq < handoff_moments.handoff_seq
                    then timeline.timeline_seq
            end
        ) over (partition by handoff_moments.handoff_id) as last_customer_seq,
        min(
            case
                when
                    timeline.is_customer
                    and timeline.timeline_seq > handoff_moments.person_seq
                    and timeline.reopening_seq = handoff_moments.reopening_seq
                    then timeline.timeline_seq
            end
        ) over (partition by handoff_moments.handoff_id) as next_customer_seq
    from handoff_moments
    inner join timeline on handoff_moments.thread_id = timeline.thread_id
    left join messages on timeline.entry_id = messages.message_id
    left join message_text on timeline.entry_id = message_text.message_id
),

-- What is handed over stands between the customer's last words and the person's first.
located as (
    select
        *,
        entry_type = 'message'
        and actor_role <> 'customer'
        and (not is_public or actor_role = 'bot')
        and timeline_seq > coalesce(last_customer_seq, 0)
        and (person_seq is null or timeline_seq < person_seq)
        and is_same_effort as is_handed_over,
        is_heard and is_same_effort as ends_silence,
        case
            when is_heard and is_same_effort
                then
                    {{ seconds_between(
                        'coalesce(max(case when is_heard and is_same_effort then occurred_at end) '
                        ~ 'over (partition by handoff_id order by timeline_seq rows between '
                        ~ 'unbounded preceding and 1 preceding), handoff_at)',
                        'occurred_at'
                    ) }}
        end as silence_seconds
    from entries
),

contents as (
    select
        handoff_id,
        thread_id,
        min(
            case
                when
                    is_customer
                    and timeline_seq > handoff_seq
                    and (person_seq is null or timeline_seq < person_seq)
                    and is_same_effort
                    then timeline_seq
            end
        ) as waiting_customer_seq,
        max(next_customer_seq) as next_customer_seq,
        count(
            case
                when
                    is_customer
                    and session_id = handoff_session_id
                    and timeline_seq < handoff_seq
                    and has_not_solved
                    then 1
            end
        ) as failure_count,
        count(case when is_handed_over then 1 end) as handed_over_count,
        count(case when is_handed_over and not is_public then 1 end) as note_count,
        min(
            case
                when is_bot and session_id = handoff_session_id and timeline_seq < handoff_seq
                    then confidence
            end
        ) as min_confidence,
        max(silence_seconds) as max_silence_seconds,
        bool_or(case when is_handed_over then has_handoff_issue_summary end) as has_issue_summary,
        bool_or(case when is_handed_over then has_handoff_user_emotion end) as has_user_emotion,
        bool_or(case when is_handed_over then has_handoff_attempted_solutions end)
            as has_attempted_solutions,
        bool_or(case when is_handed_over then has_handoff_metadata end) as has_metadata,
        bool_or(
            case
                when is_handed_over and not is_public and timeline_seq <= handoff_seq
                    then has_handoff_issue_summary
            end
        ) as has_summary_before,
        bool_or(case when is_handed_over and is_public then has_expectation end)
            as has_expectation_statement,
        bool_or(case when timeline_seq = person_seq then has_information_request end)
            as has_information_request,
        bool_or(case when timeline_seq = person_seq then has_question end) as has_question,
        bool_or(
            case
                when timeline_seq = next_customer_seq then has_repeated_contact
            end
        ) as has_repeated_contact,
        bool_or(
            case
                when
                    is_customer
                    and session_id = handoff_session_id
                    and timeline_seq < handoff_seq
                    then has_human_request is not null
            end
        ) as is_readable,
        bool_or(entry_type = 'status') as has_status_history,
        coalesce(bool_or(is_resolution and timeline_seq > person_seq), false)
            as is_resolved_after_person,
        min(
            case when is_resolution and timeline_seq > handoff_seq then occurred_at end
        ) as resolved_at,
        max(case when timeline_seq = last_customer_seq then occurred_at end) as last_customer_at,
        max(case when ends_silence then occurred_at end) as last_heard_at
    from located
    group by handoff_id, thread_id
)

select * from contents
