-- grain: one row per generation and retrieved knowledge source
with source as (
    {{ stage_source('assistant', 'retrievals') }}
),

selected as (
    select
        generation_id,
        knowledge_id,
        retrieval_rank,
        relevance_score,
        is_cited,
        retrieved_at,
        synced_at
    from source
)

select * from selected
