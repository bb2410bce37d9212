{{ config(
    materialized=incremental_or_table(),
    unique_key='invitation_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'thread_source_system', 'native_invitation_id', 'native_thread_id',
    'native_user_id', 'survey_id', 'touchpoint', 'journey_stage', 'segment', 'prompt_count',
    'shown_at', 'answered_at',
] -%}
-- grain: one row per invitation to a survey: shown or sent once to one person
with invitations as (
    {{ union_adapters('survey_invitations', columns) }}
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
        {{ key_of(['source_system', 'native_invitation_id']) }} as invitation_id,
        {{ key_of(['source_system', 'native_user_id']) }} as user_key,
        {{ key_of(['coalesce(thread_source_system, source_system)', 'native_thread_id']) }}
            as thread_key
    from invitations
),

final as (
    select
        keyed.invitation_id,
        keyed.source_system,
        keyed.survey_id,
        threads.thread_id,
        coalesce(users.customer_id, threads.customer_id, keyed.user_key, keyed.invitation_id)
            as customer_id,
        keyed.touchpoint,
        coalesce(keyed.journey_stage, threads.journey_stage) as journey_stage,
        keyed.segment,
        keyed.prompt_count,
        keyed.shown_at,
        keyed.answered_at
    from keyed
    left join users on keyed.user_key = users.user_id
    left join threads on keyed.thread_key = threads.thread_id
)

select * from final
