{{ config(
    materialized=incremental_or_table(),
    unique_key='answer_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per survey answer, with the session it follows; superseded ones are marked
with told_answers as (
    select * from {{ ref('int_survey_answer_records') }}
),

as_of as (
    select as_of_at from {{ ref('int_as_of') }}
),

-- What is left out here is counted, with its reason, in int_survey_answers_left_out.
survey_answers as (
    select
        told_answers.*,
        {{ key_of(['told_answers.source_system', 'told_answers.native_answer_id']) }} as answer_id,
        {{ key_of(['told_answers.source_system', 'told_answers.native_user_id']) }} as user_key,
        {{ key_of([
            'coalesce(told_answers.thread_source_system, told_answers.source_system)',
            'told_answers.native_thread_id',
        ]) }} as thread_key
    from told_answers
    cross join as_of
    where {{ answer_fault('told_answers', 'as_of.as_of_at') | indent(4) }} is null
),

users as (
    select * from {{ ref('int_users') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

-- Closed at both ends, so that the joins need no `or`.
segment_periods as (
    select
        customer_id,
        segment,
        coalesce(valid_from, cast('0001-01-01 00:00:00' as timestamp)) as valid_from,
        coalesce(valid_to, {{ far_future() }}) as valid_until
    from {{ ref('int_customer_segment_periods') }}
),

customer_stages as (
    select
        customer_id,
        journey_stage,
        valid_from,
        coalesce(valid_to, {{ far_future() }}) as valid_until
    from {{ ref('int_customer_stages') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
),

session_starts as (
    select
        message_sessions.thread_id,
        message_sessions.session_id,
        min(messages.sent_at) as started_at
    from message_sessions
    inner join messages on message_sessions.message_id = messages.message_id
    group by message_sessions.thread_id, message_sessions.session_id
),

keyed as (
    select
        survey_answers.answer_id,
        {{ key_of(['survey_answers.source_system', 'survey_answers.native_response_id']) }}
            as response_id,
        survey_answers.source_system,
        survey_answers.survey_id,
        survey_answers.survey_name,
        survey_answers.survey_kind,
        threads.thread_id,
        coalesce(
            users.customer_id,
            threads.customer_id,
            survey_answers.user_key,
            survey_answers.answer_id
        ) as customer_id,
        survey_answers.measure,
        survey_answers.touchpoint,
        coalesce(survey_answers.journey_stage, threads.journey_stage, 'unknown') as told_stage,
        survey_answers.segment,
        survey_answers.language,
        survey_answers.score,
        survey_answers.scale_min,
        survey_answers.scale_max,
        survey_answers.is_solicited,
        coalesce(survey_answers.native_thread_id is not null and threads.thread_id is null, false)
            as is_thread_unknown,
        -- A question cannot be answered before it is shown: then the time of showing is wrong.
        case
            when survey_answers.shown_at <= survey_answers.submitted_at
                then survey_answers.shown_at
        end as shown_at,
        survey_answers.submitted_at
    from survey_answers
    left join users on survey_answers.user_key = users.user_id
    left join threads on survey_answers.thread_key = threads.thread_id
),

last_session_before as (
    select
        keyed.answer_id,
        session_starts.session_id,
        row_number() over (
            partition by keyed.answer_id
            order by session_starts.started_at desc, session_starts.session_id asc
        ) as session_rank
    from keyed
    inner join session_starts
        on
            keyed.thread_id = session_starts.thread_id
            and keyed.submitted_at >= session_starts.started_at
),

-- Only the keys are sorted, not whole answers.
followed as (
    select
        keyed.answer_id,
        last_session_before.session_id,
        coalesce(
            {{ seconds_between(
                'keyed.submitted_at',
                'lead(keyed.submitted_at) over ('
                ~ 'partition by keyed.source_system, keyed.survey_id, keyed.measure, '
                ~ 'keyed.customer_id, last_session_before.session_id '
                ~ 'order by keyed.submitted_at, keyed.answer_id)'
            ) }} <= {{ metric_parameter('survey_answer_window_seconds') }},
            false
        ) as is_superseded
    from keyed
    left join last_session_before
        on keyed.answer_id = last_session_before.answer_id and last_session_before.session_rank = 1
),

placed as (
    select
        keyed.answer_id,
        keyed.response_id,
        keyed.source_system,
        keyed.survey_id,
        keyed.survey_name,
        keyed.survey_kind,
        keyed.thread_id,
        followed.session_id,
        keyed.customer_id,
        keyed.measure,
        keyed.touchpoint,
        coalesce(customer_stages.journey_stage, keyed.told_stage) as journey_stage,
        case
            when customer_stages.journey_stage is not null then 'derived'
            when keyed.told_stage <> 'unknown' then 'told'
            else 'unknown'
        end as journey_stage_method,
        coalesce(keyed.segment, segment_periods.segment, 'unknown') as segment,
        keyed.language,
        keyed.score,
        keyed.scale_min,
        keyed.scale_max,
        keyed.is_solicited,
        keyed.is_thread_unknown,
        followed.is_superseded,
        keyed.shown_at,
        keyed.submitted_at
    from keyed
    inner join followed on keyed.answer_id = followed.answer_id
    left join customer_stages
        on
            keyed.customer_id = customer_stages.customer_id
            and keyed.submitted_at >= customer_stages.valid_from
            and keyed.submitted_at < customer_stages.valid_until
    left join segment_periods
        on
            keyed.customer_id = segment_periods.customer_id
            and keyed.submitted_at >= segment_periods.valid_from
            and keyed.submitted_at < segment_periods.valid_until
)

select * from placed
