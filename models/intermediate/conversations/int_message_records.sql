{{ config(incremental_strategy='whole_table') }}
{%- set columns = [
    'source_system', 'thread_source_system', 'native_message_id', 'native_thread_id',
    'native_author_id', 'author_role_by_source', 'source_channel', 'language', 'intent', 'source_severity',
    'model_version', 'prompt_id', 'prompt_version', 'guardrail_version', 'knowledge_source_count',
    'confidence', 'generation_ms', 'edit_ratio', 'sentiment_score', 'is_public', 'is_automated',
    'is_human_approved', 'is_human_edited', 'body', 'sent_at',
] -%}
-- grain: one row per message of a source, without its text
-- The digest tells that a text has changed; the text itself stays in the raw zone.
with messages as (
    {{ union_adapters('messages', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_message_id']) }} as message_id,
        -- The log of an assistant may hold messages of a helpdesk's thread.
        {{ key_of([
            'coalesce(thread_source_system, source_system)', 'native_thread_id'
        ]) }} as thread_id,
        {{ key_of(['source_system', 'native_author_id']) }} as author_id,
        {% for column in columns if column not in ['body', 'sent_at'] -%}
        {{ column }},
        {% endfor -%}
        md5(body) as body_digest,
        sent_at
    from messages
)

select * from keyed
