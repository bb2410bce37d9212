-- grain: one row per landed message
with messages as (
    select * from {{ ref('stg_landing__messages') }}
),

conformed as (
    select
        'landing' as source_system,
        cast(null as string) as thread_source_system,
        message_id as native_message_id,
        thread_id as native_thread_id,
        author_id as native_author_id,
        author_role as author_role_by_source,
        channel as source_channel,
        body,
        language,
        intent,
        severity as source_severity,
        model_version,
        prompt_id,
        prompt_version,
        guardrail_version,
        knowledge_source_count,
        confidence,
        generation_ms,
        edit_ratio,
        sentiment_score,
        coalesce(is_public, true) as is_public,
        coalesce(is_automated, false) as is_automated,
        is_human_approved,
        is_human_edited,
        sent_at
    from messages
)

select * from conformed
