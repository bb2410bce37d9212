{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
    meta={'touched_by': {'int_knowledge_uses': {
        'key': 'message_id', 'through': 'int_messages', 'column': 'message_id',
    }}},
) }}
-- grain: one row per message and knowledge source that was retrieved for it
with knowledge_uses as (
    select * from {{ ref('int_knowledge_uses') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

final as (
    select
        knowledge_uses.message_id,
        knowledge_uses.knowledge_id,
        messages.thread_id,
        knowledge_uses.knowledge_source_system,
        knowledge_uses.native_knowledge_id,
        knowledge_uses.retrieval_rank,
        knowledge_uses.relevance_score,
        knowledge_uses.is_cited,
        messages.sent_at
    from knowledge_uses
    inner join messages on knowledge_uses.message_id = messages.message_id
)

select * from final
