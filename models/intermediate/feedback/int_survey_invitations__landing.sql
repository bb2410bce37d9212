-- grain: one row per person and showing of a landed survey
with survey_responses as (
    select * from {{ ref('stg_landing__survey_responses') }}
    where shown_at is not null and coalesce(is_solicited, true)
),

-- A survey of several questions is shown once.
shown as (
    select
        case
            when survey_id is not null and user_id is not null
                then concat_ws('|', survey_id, user_id, cast(shown_at as string))
            else response_id
        end as native_invitation_id,
        max(thread_id) as native_thread_id,
        max(user_id) as native_user_id,
        max(survey_id) as survey_id,
        max(touchpoint) as touchpoint,
        max(journey_stage) as journey_stage,
        max(segment) as segment,
        min(shown_at) as shown_at,
        min(submitted_at) as answered_at
    from survey_responses
    group by
        case
            when survey_id is not null and user_id is not null
                then concat_ws('|', survey_id, user_id, cast(shown_at as string))
            else response_id
        end
),

conformed as (
    select
        'landing' as source_system,
        cast(null as string) as thread_source_system,
        native_invitation_id,
        native_thread_id,
        native_user_id,
        survey_id,
        touchpoint,
        journey_stage,
        segment,
        cast(1 as bigint) as prompt_count,
        shown_at,
        answered_at
    from shown
)

select * from conformed
