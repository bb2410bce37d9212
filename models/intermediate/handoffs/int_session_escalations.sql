{{ config(
    meta={
        'touched_by': {'int_generations': {
            'key': 'message_id', 'through': 'int_messages', 'column': 'message_id',
        }},
        'unsettled': {'through': 'int_session_spans', 'where': 'ended_at >= settling_since'},
    },
) }}
-- grain: one row per session: what the bot did in it, what was handed over and what was promised
with session_spans as (
    select * from {{ ref('int_session_spans') }}
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

generations as (
    select * from {{ ref('int_generations') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

answered_intents as (
    select * from {{ ref('intents') }}
),

thread_intents as (
    select * from {{ ref('intents') }}
),

handoffs as (
    select * from {{ ref('int_handoffs') }}
),

handoff_rules as (
    select * from {{ ref('int_session_handoff_rules') }}
),

promises as (
    select * from {{ ref('int_promises') }}
),

session_updates as (
    select * from {{ ref('int_session_updates') }}
),

session_repeats as (
    select * from {{ ref('int_session_repeats') }}
),

parameters as (
    select
        {{ metric_parameter('resolution_maturity_seconds') }} as maturity_seconds,
        {{ metric_parameter('handoff_low_confidence') }} as low_confidence,
        {{ metric_parameter('intent_low_confidence') }} as intent_low_confidence,
        as_of_at
    from {{ ref('int_as_of') }}
),

talk as (
    select
        timeline.session_id,
        timeline.timeline_seq,
        timeline.is_customer,
        timeline.is_bot,
        timeline.is_person,
        timeline.is_announcement,
        messages.knowledge_source_count,
        message_text.has_information_request,
        message_text.has_not_solved,
        messages.confidence < parameters.low_confidence as is_unsure,
        generations.intent_confidence < parameters.intent_low_confidence
        or answered_intents.parent_intent <> thread_intents.parent_intent as is_misread,
        min(case when timeline.is_bot then timeline.timeline_seq end) over (
            partition by timeline.session_id
        ) as first_bot_seq
    from timeline
    inner join messages on timeline.entry_id = messages.message_id
    inner join message_text on timeline.entry_id = message_text.message_id
    inner join threads on timeline.thread_id = threads.thread_id
    left join generations on timeline.entry_id = generations.message_id
    left join answered_intents on generations.intent = answered_intents.intent
    left join thread_intents on threads.intent = thread_intents.intent
    cross join parameters
),

bot_work as (
    select
        session_id,
        count(case when is_bot then 1 end) as bot_message_count,
        count(case when is_person then 1 end) as person_message_count,
        min(first_bot_seq) as first_bot_seq,
        min(case when is_person then timeline_seq end) as first_person_seq,
        count(case when is_bot and knowledge_source_count > 0 then 1 end) as informed_count,
        count(case when is_bot and knowledge_source_count = 0 then 1 end) as uninformed_count,
        count(
            case
                when
                    is_bot
                    and not is_announcement
                    and not coalesce(has_information_request, false)
                    then 1
            end
        ) as answer_count,
        coalesce(bool_or(is_bot and is_misread), false) as is_misread,
        coalesce(bool_or(is_bot and is_unsure), false) as is_unsure,
        coalesce(bool_or(is_customer and timeline_seq > first_bot_seq and has_not_solved), false)
            as is_failed_answer
    from talk
    group by session_id
),

numbered_handoffs as (
    select
        *,
        row_number() over (
            partition by session_id order by handoff_at, handoff_id
        ) as handoff_rank
    from handoffs
),

session_handoffs as (
    select
        session_id,
        count(*) as handoff_count,
        count(case when handoff_type = 'bot_to_human' then 1 end) as escalation_count,
        max(case when handoff_rank = 1 then escalation_trigger end) as escalation_trigger,
        max(case when handoff_rank = 1 then resolution_seconds end)
            as escalation_resolution_seconds,
        bool_or(is_abandoned) as is_abandoned,
        bool_or(not is_followed_through) as is_not_followed_through,
        bool_or(is_restated) as is_restated
    from numbered_handoffs
    group by session_id
),

session_rules as (
    select
        session_id,
        bool_or(not is_complied) as is_missed,
        count(*) as handoff_rule_count,
        count(is_complied) = count(*) as is_known
    from handoff_rules
    group by session_id
),

session_promises as (
    select
        session_id,
        count(*) as promise_count,
        count(case when is_kept then 1 end) as promise_kept_count,
        count(case when not is_kept then 1 end) as promise_broken_count
    from promises
    group by session_id
),

-- Who spoke decides the role of the bot, in this order. A bot that only speaks after a person, to
-- ask for a rating, has none.
joined as (
    select
        session_spans.session_id,
        session_spans.thread_id,
        case
            when coalesce(bot_work.bot_message_count, 0) = 0 then 'none'
            when
                bot_work.person_message_count = 0
                and coalesce(session_handoffs.escalation_count, 0) = 0
                then 'full_handling'
            when bot_work.first_person_seq < bot_work.first_bot_seq then 'none'
            when bot_work.informed_count > 0 then 'knowledge_retrieval'
            when bot_work.answer_count = 0 then 'triage'
            else 'first_response'
        end as ai_role,
        session_handoffs.escalation_trigger,
        coalesce(session_handoffs.handoff_count, 0) as handoff_count,
        coalesce(session_handoffs.escalation_count, 0) as escalation_count,
        coalesce(session_rules.handoff_rule_count, 0) as handoff_rule_count,
        coalesce(session_promises.promise_count, 0) as promise_count,
        coalesce(session_promises.promise_kept_count, 0) as promise_kept_count,
        coalesce(session_promises.promise_broken_count, 0) as promise_broken_count,
        session_updates.proactive_update_count,
        session_updates.waiting_seconds as update_waiting_seconds,
        session_handoffs.escalation_resolution_seconds,
        case
            when coalesce(bot_work.bot_message_count, 0) = 0 then null
            when session_rules.is_missed then true
            when session_rules.session_id is null or session_rules.is_known then false
        end as is_missed_handover,
        bot_work.is_misread,
        bot_work.uninformed_count > 0 and bot_work.informed_count = 0 as is_uninformed,
        bot_work.is_unsure or bot_work.is_failed_answer as is_badly_answered,
        coalesce(session_handoffs.is_abandoned, false)
        or coalesce(session_handoffs.is_not_followed_through, false)
        or coalesce(session_handoffs.is_restated, false)
        or coalesce(session_rules.is_missed, false) as is_badly_handed_over,
        case
            when session_spans.arrival_at is null then null
            when
                session_repeats.is_repeat_contact_7d
                or session_handoffs.is_abandoned
                or session_handoffs.is_not_followed_through
                or session_handoffs.is_restated
                or session_rules.is_missed
                then true
            when
                {{ seconds_between('session_spans.ended_at', 'parameters.as_of_at') }}
                >= parameters.maturity_seconds
                then not session_spans.is_resolved
        end as has_bad_outcome
    from session_spans
    cross join parameters
    left join bot_work on session_spans.session_id = bot_work.session_id
    left join session_handoffs on session_spans.session_id = session_handoffs.session_id
    left join session_rules on session_spans.session_id = session_rules.session_id
    left join session_promises on session_spans.session_id = session_promises.session_id
    left join session_updates on session_spans.session_id = session_updates.session_id
    left join session_repeats on session_spans.session_id = session_repeats.session_id
),

-- The earliest link of the chain that is known to have failed answers for the outcome.
final as (
    select
        session_id,
        thread_id,
        ai_role,
        escalation_trigger,
        case
            when not coalesce(has_bad_outcome, false) or ai_role = 'none' then null
            when is_misread then 'classification'
            when is_uninformed then 'retrieval'
            when is_badly_answered then 'generation'
            when is_badly_handed_over then 'handoff'
        end as failure_stage,
        handoff_count,
        escalation_count,
        handoff_rule_count,
        promise_count,
        promise_kept_count,
        promise_broken_count,
        proactive_update_count,
        update_waiting_seconds,
        proactive_update_count * 3600 / nullif(update_waiting_seconds, 0)
            as proactive_updates_per_waiting_hour,
        escalation_resolution_seconds,
        escalation_count > 0 as is_escalated,
        is_missed_handover,
        has_bad_outcome
    from joined
)

select * from final
