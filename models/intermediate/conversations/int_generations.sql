{{ config(unique_key='message_id', incremental_strategy='whole_table') }}
{%- set columns = [
    'source_system', 'thread_source_system', 'native_message_id', 'native_thread_id',
    'model_version', 'prompt_id', 'prompt_version', 'guardrail_version',
    'retrieval_policy_version', 'classifier_version', 'intent', 'intent_confidence',
    'sentiment_score', 'confidence', 'generation_ms', 'knowledge_source_count', 'edit_ratio',
    'is_human_approved', 'is_human_edited',
] -%}
-- grain: one row per generated message, which may be another source's, with what the model did
with generations as (
    {{ union_adapters('generations', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_message_id']) }} as message_id,
        {{ key_of([
            'coalesce(thread_source_system, source_system)', 'native_thread_id'
        ]) }} as thread_id,
        *
    from generations
)

select * from keyed
