{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'unsettled': {
            'through': 'int_survey_invitations',
            'where': 'shown_at >= settling_since or answered_at > as_of_before',
        },
    },
) }}
-- grain: one row per invitation to a survey: shown or sent once to one person
with told_invitations as (
    select * from {{ ref('int_survey_invitations') }}
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
        case
            when
                told_invitations.answered_at >= told_invitations.shown_at
                and told_invitations.answered_at <= as_of.as_of_at
                then told_invitations.answered_at
        end as known_answered_at
    from told_invitations
    cross join as_of
    where {{ not_after('told_invitations.shown_at', 'as_of.as_of_at') }}
),

placed as (
    select
        invitations.invitation_id,
        invitations.source_system,
        invitations.survey_id,
        invitations.thread_id,
        invitations.customer_id,
        invitations.touchpoint,
        coalesce(invitations.journey_stage, customer_stages.journey_stage, 'unknown')
            as journey_stage,
        coalesce(invitations.segment, customer_segments.segment, 'unknown') as segment,
        invitations.prompt_count,
        invitations.shown_at,
        invitations.known_answered_at as answered_at
    from invitations
    left join customer_segments on invitations.customer_id = customer_segments.customer_id
    left join customer_stages
        on
            invitations.customer_id = customer_stages.customer_id
            and invitations.shown_at >= customer_stages.valid_from
            and invitations.shown_at
            < coalesce(customer_stages.valid_to, cast('9999-12-31' as timestamp))
),

-- Customers have many invitations: only what is summed is joined with itself.
prompts as (
    select
        told_invitations.invitation_id,
        told_invitations.customer_id,
        told_invitations.prompt_count,
        told_invitations.shown_at
    from {{ ref('int_survey_invitations') }} as told_invitations
    cross join as_of
    where {{ not_after('told_invitations.shown_at', 'as_of.as_of_at') }}
),

-- The invitation itself counts, and so does its reminder.
earlier as (
    select
        prompts.invitation_id,
        sum(others.prompt_count) as prompt_count_in_window
    from prompts
    inner join prompts as others
        on prompts.customer_id = others.customer_id and prompts.shown_at >= others.shown_at
    cross join parameters
    where
        {{ seconds_between('others.shown_at', 'prompts.shown_at') }}
        <= parameters.fatigue_window_seconds
    group by prompts.invitation_id
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
        {{ seconds_between('placed.shown_at', 'placed.answered_at') }} as answer_seconds,
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
