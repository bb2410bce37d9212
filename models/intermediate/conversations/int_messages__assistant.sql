-- grain: one row per logged message that no helpdesk holds
with messages as (
    select * from {{ ref('stg_assistant__messages') }}
),

conversation_threads as (
    select * from {{ ref('int_conversation_threads__assistant') }}
),

-- What the helpdesk holds is its message; the log only adds how it was generated.
own_messages as (
    select
        messages.*,
        conversation_threads.thread_source_system,
        conversation_threads.native_thread_id,
        conversation_threads.native_user_id,
        conversation_threads.language
    from messages
    inner join conversation_threads
        on messages.conversation_id = conversation_threads.conversation_id
    where messages.helpdesk_message_id is null or conversation_threads.helpdesk_source is null
),

conformed as (
    select
        'assistant' as source_system,
        thread_source_system,
        message_id as native_message_id,
        native_thread_id,
        case when author_type = 'user' then coalesce(author_id, native_user_id) else author_id end
            as native_author_id,
        case author_type
            when 'user' then 'customer'
            when 'assistant' then 'bot'
            when 'agent' then 'human_agent'
            else author_type
        end as author_role_by_source,
        cast(null as string) as source_channel,
        body,
        language,
        cast(null as string) as intent,
        cast(null as string) as source_severity,
        cast(null as string) as model_version,
        cast(null as string) as prompt_id,
        cast(null as string) as prompt_version,
        cast(null as string) as guardrail_version,
        cast(null as bigint) as knowledge_source_count,
        cast(null as double) as confidence,
        cast(null as double) as generation_ms,
        cast(null as double) as edit_ratio,
        cast(null as double) as sentiment_score,
        coalesce(is_public, true) as is_public,
        author_type = 'system' as is_automated,
        cast(null as boolean) as is_human_approved,
        cast(null as boolean) as is_human_edited,
        sent_at
    from own_messages
)

select * from conformed
