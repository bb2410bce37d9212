-- grain: one row per landed open answer
with survey_responses as (
    select * from {{ ref('stg_landing__survey_responses') }}
    where trim(answer_text) <> '' and submitted_at is not null
),

conformed as (
    select
        'landing' as source_system,
        cast(null as string) as thread_source_system,
        response_id as native_text_id,
        case
            when survey_id is not null and user_id is not null
                then concat_ws('|', survey_id, user_id, cast(submitted_at as string))
            else response_id
        end as native_response_id,
        thread_id as native_thread_id,
        user_id as native_user_id,
        survey_id,
        cast(null as string) as survey_kind,
        'open_text' as text_kind,
        answer_text as body,
        touchpoint,
        journey_stage,
        segment,
        cast(null as string) as language,
        submitted_at
    from survey_responses
)

select * from conformed
