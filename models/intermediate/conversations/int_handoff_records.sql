{{ config(incremental_strategy='whole_table') }}
{%- set columns = [
    'source_system', 'thread_source_system', 'native_handoff_id', 'native_thread_id', 'trigger',
    'target_queue', 'has_issue_summary', 'has_user_emotion', 'has_attempted_solutions',
    'has_metadata', 'summarised_at', 'announced_at', 'queued_at', 'accepted_at',
] -%}
-- grain: one row per handoff that a source logs; what was handed over as flags, null where not told
with handoffs as (
    {{ union_adapters('handoffs', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_handoff_id']) }} as handoff_record_id,
        {{ key_of([
            'coalesce(thread_source_system, source_system)', 'native_thread_id'
        ]) }} as thread_id,
        source_system,
        native_handoff_id,
        trigger,
        target_queue,
        has_issue_summary,
        has_user_emotion,
        has_attempted_solutions,
        has_metadata,
        summarised_at,
        announced_at,
        queued_at,
        accepted_at
    from handoffs
)

select * from keyed
