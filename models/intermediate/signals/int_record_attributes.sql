{{ config(materialized='view') }}
-- grain: one row per kind of record and record: sessions, messages and survey answers
-- What metrics can be cut by. The kind is part of the key: a message and a session of one source
-- may have the same identifier.
with sessions as (
    select * from {{ ref('fct_sessions') }}
),

messages as (
    select * from {{ ref('fct_messages') }}
),

answers as (
    select * from {{ ref('int_survey_answers') }}
),

of_sessions as (
    select
        'fct_sessions' as data_source,
        session_id as record_id,
        channel,
        channel_family,
        intent,
        severity,
        language,
        ai_role,
        model_version
    from sessions
),

of_messages as (
    select
        'fct_messages' as data_source,
        messages.message_id as record_id,
        messages.channel,
        sessions.channel_family,
        messages.intent,
        messages.severity,
        messages.language,
        sessions.ai_role,
        messages.model_version
    from messages
    inner join sessions on messages.session_id = sessions.session_id
),

of_answers as (
    select
        'int_survey_answers' as data_source,
        answers.answer_id as record_id,
        sessions.channel,
        sessions.channel_family,
        sessions.intent,
        sessions.severity,
        sessions.language,
        sessions.ai_role,
        sessions.model_version
    from answers
    inner join sessions on answers.session_id = sessions.session_id
),

attributes as (
    select * from of_sessions
    union all
    select * from of_messages
    union all
    select * from of_answers
)

select * from attributes
