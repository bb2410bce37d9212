-- grain: one row per landed survey answer
with survey_responses as (
    select * from {{ ref('stg_landing__survey_responses') }}
),

conformed as (
    select
        'landing' as source_system,
        cast(null as string) as thread_source_system,
        response_id as native_answer_id,
        -- Answers of one person to one survey at one moment were given together.
        case
            when survey_id is not null and user_id is not null
                then concat_ws('|', survey_id, user_id, cast(submitted_at as string))
            else response_id
        end as native_response_id,
        thread_id as native_thread_id,
        user_id as native_user_id,
        survey_id,
        cast(null as string) as survey_name,
        cast(null as string) as survey_kind,
        lower(measure) as measure,
        touchpoint,
        journey_stage,
        segment,
        cast(null as string) as language,
        score,
        scale_min,
        scale_max,
        coalesce(is_solicited, true) as is_solicited,
        shown_at,
        submitted_at
    from survey_responses
    -- Shown and not answered is no answer.
    where submitted_at is not null
)

select * from conformed
