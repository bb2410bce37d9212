{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
    meta={
        'touched_by': {'int_generations': {
            'key': 'message_id', 'through': 'int_messages', 'column': 'message_id',
        }},
        'unsettled': {'through': 'int_promises', 'where': 'due_at >= as_of_before'},
    },
) }}
-- grain: one row per event of a session, in order; words and keys only, no text
with timeline as (
    select * from {{ ref('int_session_timeline') }}
    where entry_type <> 'handoff_record'
),

messages as (
    select * from {{ ref('int_messages') }}
),

generations as (
    select * from {{ ref('int_generations') }}
),

session_spans as (
    select * from {{ ref('int_session_spans') }}
),

handoffs as (
    select * from {{ ref('int_handoffs') }}
),

promises as (
    select * from {{ ref('int_promises') }}
),

survey_answers as (
    select * from {{ ref('int_survey_answers') }}
),

session_event_types as (
    select * from {{ ref('session_event_types') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- Solved and then closed is one resolution; what comes back from either is a reopening.
resolved_before as (
    select
        *,
        lag(is_resolution) over (partition by thread_id order by timeline_seq) as was_resolution
    from timeline
    where entry_type = 'status'
    union all
    select
        *,
        cast(null as boolean) as was_resolution
    from timeline
    where entry_type <> 'status'
),

told as (
    select
        session_id,
        thread_id,
        case when entry_type = 'message' then 'message' else 'thread_event' end as record_type,
        entry_id as record_id,
        case
            when entry_type = 'message' and not is_public then 'note'
            when entry_type = 'message' and is_auto_acknowledgment then 'auto_acknowledgment'
            when entry_type = 'message' then 'message'
            when entry_type = 'assignee' then 'assignment'
            when entry_type in ('group', 'queue') then 'queue'
            when entry_type in ('join', 'leave') then 'presence'
            when entry_type <> 'status' then 'change'
            when is_resolution and not coalesce(was_resolution, false) then 'resolution'
            when is_live and was_resolution then 'reopen'
            else 'status'
        end as event_type,
        actor_role,
        case
            when entry_type in ('join', 'leave') then entry_type
            when entry_type <> 'message' then entry_value
        end as event_value,
        timeline_seq,
        occurred_at
    from resolved_before
),

arrived as (
    select
        session_id,
        thread_id,
        'session' as record_type,
        session_id as record_id,
        'arrival' as event_type,
        'customer' as actor_role,
        channel as event_value,
        cast(0 as bigint) as timeline_seq,
        arrival_at as occurred_at
    from session_spans
    where arrival_at is not null
),

generated as (
    select
        timeline.session_id,
        timeline.thread_id,
        timeline.entry_id as record_id,
        timeline.actor_role,
        timeline.timeline_seq,
        timeline.occurred_at,
        generations.intent,
        generations.classifier_version,
        messages.knowledge_source_count,
        messages.model_version,
        messages.model_version is not null
        or messages.generation_ms is not null
        or messages.confidence is not null as is_generated
    from timeline
    inner join messages on timeline.entry_id = messages.message_id
    left join generations on timeline.entry_id = generations.message_id
    where messages.author_role in ('bot', 'human_agent')
),

chain as (
    select
        generated.session_id,
        generated.thread_id,
        'generation' as record_type,
        generated.record_id,
        session_event_types.event_type,
        generated.actor_role,
        case session_event_types.event_type
            when 'classification' then generated.intent
            when 'retrieval'
                then case when generated.knowledge_source_count > 0 then 'found' else 'nothing' end
            else generated.model_version
        end as event_value,
        generated.timeline_seq,
        generated.occurred_at
    from generated
    inner join session_event_types
        on
            (
                session_event_types.event_type = 'classification'
                and coalesce(generated.intent, generated.classifier_version) is not null
            )
            or (
                session_event_types.event_type = 'retrieval'
                and generated.knowledge_source_count is not null
            )
            or (session_event_types.event_type = 'generation' and generated.is_generated)
),

handed_over as (
    select
        handoffs.session_id,
        handoffs.thread_id,
        'handoff' as record_type,
        handoffs.handoff_id as record_id,
        session_event_types.event_type,
        case session_event_types.event_type
            when 'handoff_announced' then 'bot'
            else 'human_agent'
        end as actor_role,
        case session_event_types.event_type
            when 'handoff_announced' then handoffs.escalation_trigger
            else handoffs.handoff_type
        end as event_value,
        cast(null as bigint) as timeline_seq,
        case session_event_types.event_type
            when 'handoff_announced' then handoffs.announced_at
            else handoffs.accepted_at
        end as occurred_at
    from handoffs
    inner join session_event_types
        on
            (
                session_event_types.event_type = 'handoff_announced'
                and handoffs.announced_at is not null
            )
            or (
                session_event_types.event_type = 'handoff_accepted'
                and handoffs.accepted_at is not null
            )
),

came_due as (
    select
        promises.session_id,
        promises.thread_id,
        'promise' as record_type,
        promises.promise_id as record_id,
        'promise_due' as event_type,
        promises.author_role as actor_role,
        case when promises.is_kept then 'kept' else 'broken' end as event_value,
        cast(null as bigint) as timeline_seq,
        promises.due_at as occurred_at
    from promises
    cross join as_of
    where promises.due_at < as_of.as_of_at
),

answered as (
    select
        survey_answers.session_id,
        survey_answers.thread_id,
        'survey_answer' as record_type,
        survey_answers.answer_id as record_id,
        'survey_answer' as event_type,
        'customer' as actor_role,
        survey_answers.measure as event_value,
        cast(null as bigint) as timeline_seq,
        survey_answers.submitted_at as occurred_at
    from survey_answers
    where survey_answers.session_id is not null
),

all_events as (
    select * from told
    union all
    select * from arrived
    union all
    select * from chain
    union all
    select * from handed_over
    union all
    select * from came_due
    union all
    select * from answered
),

final as (
    select
        {{ key_of(['all_events.event_type', 'all_events.record_id']) }} as event_id,
        all_events.session_id,
        all_events.thread_id,
        all_events.record_type,
        all_events.record_id,
        all_events.event_type,
        all_events.actor_role,
        all_events.event_value,
        cast(
            row_number() over (
                partition by all_events.session_id
                order by
                    all_events.occurred_at asc,
                    all_events.timeline_seq asc nulls last,
                    session_event_types.event_order asc,
                    all_events.record_id asc
            ) as bigint
        ) as event_seq,
        all_events.occurred_at
    from all_events
    inner join session_event_types on all_events.event_type = session_event_types.event_type
)

select * from final
