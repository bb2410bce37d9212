-- grain: one row per session with a message of the conversation: what its texts show together
with messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

message_turns as (
    select * from {{ ref('int_message_turns') }}
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

message_rephrases as (
    select * from {{ ref('int_message_rephrases') }}
),

message_usefulness as (
    select * from {{ ref('int_message_usefulness') }}
),

session_spans as (
    select * from {{ ref('int_session_spans') }}
),

parameters as (
    select {{ metric_parameter('over_apology_max_count') }} as over_apology_max_count
    from {{ ref('int_as_of') }}
),

-- Acts count in replies whose language has patterns; elsewhere they are unknown, not absent.
members as (
    select
        message_sessions.session_id,
        message_sessions.thread_id,
        messages.author_role,
        messages.message_seq,
        messages.sent_at,
        message_turns.is_after_arrival,
        message_rephrases.is_rephrase,
        message_usefulness.is_useful,
        messages.author_role <> 'customer' and message_text.tone_language is not null as is_read,
        messages.author_role = 'bot' and message_text.tone_language is not null as is_bot_read,
        message_text.has_apology,
        message_text.has_acknowledgment,
        message_text.has_empathy_phrase,
        message_text.has_instruction,
        message_text.has_performed_action,
        message_text.has_closing_check,
        message_text.has_capability_disclosure,
        message_text.has_explanation,
        message_text.has_next_step,
        message_text.has_status_update,
        message_text.has_fallback
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    inner join message_text on messages.message_id = message_text.message_id
    left join message_turns on messages.message_id = message_turns.message_id
    left join message_rephrases on messages.message_id = message_rephrases.message_id
    left join message_usefulness on messages.message_id = message_usefulness.message_id
),

gathered as (
    select
        session_id,
        thread_id,
        count(case when is_rephrase then 1 end) as rephrase_count,
        count(case when is_read then 1 end) as read_count,
        count(case when is_read and has_apology then 1 end) as apology_count,
        min(case when is_useful and is_after_arrival then sent_at end) as useful_response_at,
        min(
            case
                when is_read and (has_acknowledgment or has_empathy_phrase) then message_seq
            end
        ) as first_validation_seq,
        min(case when is_read and (has_instruction or has_performed_action) then message_seq end)
            as first_solution_seq,
        bool_or(case when is_read then has_closing_check end) as has_closing_check,
        bool_or(case when is_bot_read then has_capability_disclosure end)
            as is_capability_disclosed,
        bool_or(case when is_bot_read then has_explanation end) as is_reason_given,
        bool_or(case when is_bot_read then has_next_step end) as is_next_step_told,
        bool_or(
            case
                when is_read
                    then
                        has_acknowledgment and has_apology and has_status_update and has_fallback
            end
        ) as is_complete_in_one_reply
    from members
    group by session_id, thread_id
),

final as (
    select
        gathered.session_id,
        gathered.thread_id,
        gathered.rephrase_count,
        case when gathered.read_count > 0 then gathered.apology_count end as apology_count,
        case
            when gathered.read_count > 0
                then gathered.apology_count > parameters.over_apology_max_count
        end as has_over_apology,
        gathered.has_closing_check,
        -- The customer's view is validated before or with the first solution; without a solution
        -- there is nothing to come before.
        case
            when gathered.first_solution_seq is not null
                then
                    coalesce(gathered.first_validation_seq <= gathered.first_solution_seq, false)
        end as has_empathy_prompt,
        gathered.is_capability_disclosed,
        gathered.is_reason_given,
        gathered.is_next_step_told,
        case when session_spans.intent = 'outage' then gathered.is_complete_in_one_reply end
            as is_outage_reply_complete,
        gathered.useful_response_at
    from gathered
    cross join parameters
    inner join session_spans on gathered.session_id = session_spans.session_id
)

select * from final
