-- grain: one row per message of any thread, customer-visible or internal
with source as (
    {{ stage_source('landing', 'messages') }}
),

selected as (
    select
        message_id,
        thread_id,
        author_id,
        prompt_id,
        author_role,
        channel,
        body,
        language,
        intent,
        severity,
        model_version,
        prompt_version,
        guardrail_version,
        sentiment_score,
        confidence,
        generation_ms,
        edit_ratio,
        knowledge_source_count,
        is_public,
        is_automated,
        is_human_approved,
        is_human_edited,
        sent_at,
        synced_at
    from source
)

select * from selected
