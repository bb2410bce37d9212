{{ config(unique_key='message_id', incremental_strategy='whole_table') }}
{%- set columns = [
    'source_system', 'thread_source_system', 'knowledge_source_system', 'native_message_id',
    'native_thread_id', 'native_knowledge_id', 'retrieval_rank', 'relevance_score', 'is_cited',
] -%}
-- grain: one row per generated message and knowledge source retrieved for it
with knowledge_uses as (
    {{ union_adapters('knowledge_uses', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_message_id']) }} as message_id,
        -- An article keeps its key wherever the answer that used it was sent.
        {{ key_of(['knowledge_source_system', 'native_knowledge_id']) }} as knowledge_id,
        {{ key_of([
            'coalesce(thread_source_system, source_system)', 'native_thread_id'
        ]) }} as thread_id,
        knowledge_source_system,
        native_knowledge_id,
        retrieval_rank,
        relevance_score,
        is_cited
    from knowledge_uses
)

select * from keyed
