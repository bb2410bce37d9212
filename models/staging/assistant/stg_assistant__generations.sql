-- grain: one row per generated answer, the latest of a message counts
with source as (
    {{ stage_source('assistant', 'generations') }}
),

selected as (
    select
        generation_id,
        message_id,
        prompt_id,
        model,
        model_version,
        prompt_version,
        guardrail_version,
        retrieval_policy_version,
        intent,
        classifier_version,
        confidence,
        generation_ms,
        first_token_ms,
        input_tokens,
        output_tokens,
        intent_confidence,
        sentiment_score,
        edit_ratio,
        is_human_approved,
        is_human_edited,
        generated_at,
        synced_at
    from source
)

select * from selected
