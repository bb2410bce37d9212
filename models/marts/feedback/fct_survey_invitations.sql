{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per invitation to a survey: shown or sent once to one person
with invitations as (
    select * from {{ ref('int_survey_invitations') }}
),

final as (
    select
        invitation_id,
        source_system,
        survey_id,
        thread_id,
        customer_id,
        touchpoint,
        journey_stage,
        segment,
        prompt_count,
        prompt_count_in_window,
        {{ seconds_between('shown_at', 'answered_at') }} as answer_seconds,
        is_answered,
        is_over_limit,
        shown_at,
        answered_at
    from invitations
)

select * from final
