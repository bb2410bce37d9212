{%- set signals = signal_names() -%}
-- grain: one row per public reply of a bot or a person and act that it shows
with messages as (
    select * from {{ ref('int_messages') }}
    where author_role in ('bot', 'human_agent')
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

message_text as (
    select * from {{ ref('int_message_text') }}
    where tone_language is not null
),

message_signals as (
    select * from {{ ref('message_signals') }}
    where spoken_by in ('company', 'anyone')
),

shown as (
    select
        messages.message_id,
        messages.thread_id,
        message_sessions.session_id,
        message_signals.signal,
        messages.message_seq,
        case message_signals.signal
            {%- for signal in signals %}
            when '{{ signal }}' then message_text.has_{{ signal }}
            {%- else %}
            when null then false
            {%- endfor %}
        end as is_shown
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    inner join message_text on messages.message_id = message_text.message_id
    cross join message_signals
),

final as (
    select
        message_id,
        thread_id,
        session_id,
        signal,
        message_seq
    from shown
    where is_shown
)

select * from final
