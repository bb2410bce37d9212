{{ config(
    materialized=incremental_or_table(),
    unique_key='response_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'thread_source_system', 'native_text_id', 'native_response_id',
    'native_thread_id', 'native_user_id', 'survey_id', 'survey_kind', 'text_kind', 'body',
    'touchpoint', 'journey_stage', 'segment', 'language', 'submitted_at',
] -%}
-- grain: one row per written answer or coded reason that a source tells, without its text
-- The digest tells that a text has changed; the text itself stays in the raw zone.
with survey_texts as (
    {{ union_adapters('survey_texts', columns) }}
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
        {{ key_of(['source_system', 'native_text_id']) }} as text_id,
        {{ key_of(['source_system', 'native_response_id']) }} as response_id,
        {{ key_of(['source_system', 'native_user_id']) }} as user_key,
        {{ key_of(['coalesce(thread_source_system, source_system)', 'native_thread_id']) }}
            as thread_key
    from survey_texts
    where trim(body) <> ''
),

final as (
    select
        keyed.text_id,
        keyed.response_id,
        keyed.source_system,
        keyed.native_text_id,
        keyed.survey_id,
        coalesce(users.customer_id, threads.customer_id, keyed.user_key, keyed.text_id)
            as customer_id,
        keyed.survey_kind,
        keyed.text_kind,
        keyed.touchpoint,
        coalesce(keyed.journey_stage, threads.journey_stage) as journey_stage,
        keyed.segment,
        coalesce(
            keyed.language, users.language, threads.language, '{{ var("default_language") }}'
        ) as language,
        md5(keyed.body) as body_digest,
        keyed.submitted_at
    from keyed
    left join users on keyed.user_key = users.user_id
    left join threads on keyed.thread_key = threads.thread_id
)

select * from final
