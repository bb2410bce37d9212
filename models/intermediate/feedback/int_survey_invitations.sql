{%- set columns = [
    'source_system', 'thread_source_system', 'native_invitation_id', 'native_thread_id',
    'native_user_id', 'survey_id', 'touchpoint', 'journey_stage', 'segment', 'prompt_count',
    'shown_at', 'answered_at',
] -%}
-- grain: one row per invitation to a survey: shown or sent once to one person
with told_invitations as (
    {{ union_adapters('survey_invitations', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

as_of as (
    select as_of_at from {{ ref('int_as_of') }}
),

parameters as (
    select
        {{ metric_parameter('survey_answer_window_seconds') }} as answer_window_seconds,
        {{ metric_parameter('survey_fatigue_window_seconds') }} as fatigue_window_seconds,
        {{ metric_parameter('survey_fatigue_max_prompts') }} as fatigue_max_prompts
),

invitations as (
    select
        told_invitations.*,
        {{ key_of(['told_invitations.source_system', 'told_invitations.native_invitation_id']) }}
            as invitation_id,
        {{ key_of(['told_invitations.source_system', 'told_invitations.native_user_id']) }}
            as user_key,
        {{ key_of([
            'coalesce(told_invitations.thread_source_system, told_invitations.source_system)',
            'told_invitations.native_thread_id',
        ]) }} as thread_key,
        as_of.as_of_at
    from told_invitations
    cross join as_of
    where told_invitations.shown_at <= as_of.as_of_at
),

keyed as (
    select
        invitations.invitation_id,
        invitations.source_system,
        invitations.survey_id,
        threads.thread_id,
        coalesce(
            users.customer_id,
            threads.customer_id,
            invitations.user_key,
            invitations.invitation_id
        ) as customer_id,
        invitations.touchpoint,
        coalesce(invitations.journey_stage, threads.journey_stage) as journey_stage,
        invitations.segment,
        invitations.prompt_count,
        invitations.shown_at,
        case
            when
                invitations.answered_at >= invitations.shown_at
                and invitations.answered_at <= invitations.as_of_at
                then invitations.answered_at
        end as answered_at
    from invitations
    left join users on invitations.user_key = users.user_id
    left join threads on invitations.thread_key = threads.thread_id
),

placed as (
    select
        keyed.invitation_id,
        keyed.source_system,
        keyed.survey_id,
        keyed.thread_id,
        keyed.customer_id,
        keyed.touchpoint,
        coalesce(keyed.journey_stage, customer_stages.journey_stage, 'unknown') as journey_stage,
        coalesce(keyed.segment, customer_segments.segment, 'unknown') as segment,
        keyed.prompt_count,
        keyed.shown_at,
        keyed.answered_at
    from keyed
    left join customer_segments on keyed.customer_id = customer_segments.customer_id
    left join customer_stages
        on
            keyed.customer_id = customer_stages.customer_id
            and keyed.shown_at >= customer_stages.valid_from
            and keyed.shown_at
            < coalesce(customer_stages.valid_to, cast('9999-12-31' as timestamp))
),

-- The invitation itself counts, and so does its reminder.
earlier as (
    select
        placed.invitation_id,
        sum(others.prompt_count) as prompt_count_in_window
    from placed
    inner join placed as others
        on placed.customer_id = others.customer_id and placed.shown_at >= others.shown_at
    cross join parameters
    where
        {{ seconds_between('others.shown_at', 'placed.shown_at') }}
        <= parameters.fatigue_window_seconds
    group by placed.invitation_id
),

judged as (
    select
        placed.invitation_id,
        placed.source_system,
        placed.survey_id,
        placed.thread_id,
        placed.customer_id,
        placed.touchpoint,
        placed.journey_stage,
        placed.segment,
        placed.prompt_count,
        cast(earlier.prompt_count_in_window as bigint) as prompt_count_in_window,
        -- Who can still answer in time has not declined; the quick ones counted at once would
        -- flatter young invitations.
        case
            when
                {{ seconds_between('placed.shown_at', 'as_of.as_of_at') }}
                > parameters.answer_window_seconds
                then
                    coalesce(
                        {{ seconds_between('placed.shown_at', 'placed.answered_at') }}
                        <= parameters.answer_window_seconds,
                        false
                    )
        end as is_answered,
        earlier.prompt_count_in_window > parameters.fatigue_max_prompts as is_over_limit,
        placed.shown_at,
        placed.answered_at
    from placed
    inner join earlier on placed.invitation_id = earlier.invitation_id
    cross join parameters
    cross join as_of
)

select * from judged
