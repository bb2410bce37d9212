-- grain: one row per session in which a bot answered, with the model and prompt versions seen
with messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

message_usefulness as (
    select * from {{ ref('int_message_usefulness') }}
),

generated as (
    select
        message_sessions.session_id,
        message_sessions.thread_id,
        messages.model_version,
        messages.prompt_version,
        row_number() over (
            partition by message_sessions.session_id
            order by
                case when message_usefulness.is_useful then 0 else 1 end,
                messages.message_seq desc
        ) as rank_from_end
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    left join message_usefulness on messages.message_id = message_usefulness.message_id
    where
        messages.author_role = 'bot'
        and (messages.model_version is not null or messages.prompt_version is not null)
),

-- A session of mixed versions counts for the version that wrote the final useful response, or last
-- where none is known to be useful (D17).
versions as (
    select
        session_id,
        thread_id,
        max(case when rank_from_end = 1 then model_version end) as model_version,
        max(case when rank_from_end = 1 then prompt_version end) as prompt_version,
        count(distinct coalesce(model_version, '') || '|' || coalesce(prompt_version, '')) > 1
            as is_mixed_version
    from generated
    group by session_id, thread_id
)

select * from versions
