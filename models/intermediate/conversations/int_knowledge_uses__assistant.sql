-- grain: one row per message and knowledge source that its generation retrieved
with retrievals as (
    select * from {{ ref('stg_assistant__retrievals') }}
),

generations as (
    select * from {{ ref('int_generations__assistant') }}
),

-- Several passages of one article are one source: the best rank, the best score, cited if any was.
conformed as (
    select
        generations.source_system,
        'assistant' as knowledge_source_system,
        generations.native_message_id,
        generations.thread_source_system,
        generations.native_thread_id,
        retrievals.knowledge_id as native_knowledge_id,
        min(retrievals.retrieval_rank) as retrieval_rank,
        max(retrievals.relevance_score) as relevance_score,
        bool_or(retrievals.is_cited) as is_cited
    from retrievals
    inner join generations on retrievals.generation_id = generations.native_generation_id
    group by
        generations.source_system,
        generations.native_message_id,
        generations.thread_source_system,
        generations.native_thread_id,
        retrievals.knowledge_id
)

select * from conformed
