{{ config(
    materialized=incremental_or_table(),
    unique_key='response_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'thread_source_system', 'native_answer_id', 'native_response_id',
    'native_thread_id', 'native_user_id', 'survey_id', 'survey_name', 'survey_kind', 'measure',
    'touchpoint', 'journey_stage', 'segment', 'language', 'score', 'scale_min', 'scale_max',
    'is_solicited', 'shown_at', 'submitted_at',
] -%}
-- grain: one row per answer to a question, as a source tells it, with the customer and the thread
with survey_answers as (
    {{ union_adapters('survey_answers', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

keyed as (
    select
        *,
        {{ key_of(['source_system', 'native_answer_id']) }} as answer_id,
        {{ key_of(['source_system', 'native_response_id']) }} as response_id,
        {{ key_of(['source_system', 'native_user_id']) }} as user_key,
        {{ key_of(['coalesce(thread_source_system, source_system)', 'native_thread_id']) }}
            as thread_key
    from survey_answers
),

final as (
    select
        keyed.answer_id,
        keyed.response_id,
        keyed.source_system,
        keyed.survey_id,
        keyed.survey_name,
        keyed.survey_kind,
        threads.thread_id,
        coalesce(users.customer_id, threads.customer_id, keyed.user_key, keyed.answer_id)
            as customer_id,
        keyed.measure,
        keyed.touchpoint,
        coalesce(keyed.journey_stage, threads.journey_stage, 'unknown') as told_stage,
        keyed.segment,
        keyed.language,
        keyed.score,
        keyed.scale_min,
        keyed.scale_max,
        keyed.is_solicited,
        coalesce(keyed.native_thread_id is not null and threads.thread_id is null, false)
            as is_thread_unknown,
        -- A question cannot be answered before it is shown: then the time of showing is wrong.
        case when keyed.shown_at <= keyed.submitted_at then keyed.shown_at end as shown_at,
        keyed.submitted_at
    from keyed
    left join users on keyed.user_key = users.user_id
    left join threads on keyed.thread_key = threads.thread_id
)

select * from final
