{%- set elements = ['issue_summary', 'user_emotion', 'attempted_solutions', 'metadata'] -%}
-- grain: one row per logged handoff, with what was handed over told as flags
with handoffs as (
    select * from {{ ref('stg_assistant__handoffs') }}
),

conversation_threads as (
    select * from {{ ref('int_conversation_threads__assistant') }}
),

-- An element that the log never fills is not told; in a log that fills it, an empty one was not
-- handed over.
conformed as (
    select
        'assistant' as source_system,
        conversation_threads.thread_source_system,
        handoffs.handoff_id as native_handoff_id,
        conversation_threads.native_thread_id,
        lower(handoffs.trigger) as trigger,
        handoffs.target_queue,
        {% for element in elements -%}
        case
            when count(handoffs.{{ element }}) over () > 0
                then coalesce(trim(handoffs.{{ element }}) <> '', false)
        end as has_{{ element }},
        {% endfor -%}
        handoffs.summarised_at,
        handoffs.announced_at,
        handoffs.queued_at,
        handoffs.accepted_at
    from handoffs
    inner join conversation_threads
        on handoffs.conversation_id = conversation_threads.conversation_id
)

select * from conformed
