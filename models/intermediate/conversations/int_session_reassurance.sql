-- grain: one row per session with a customer message whose words can be read
with messages as (
    select * from {{ ref('int_messages') }}
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

message_text as (
    select * from {{ ref('int_message_text') }}
    where tone_language is not null
),

read as (
    select
        message_sessions.session_id,
        message_sessions.thread_id,
        messages.message_seq,
        messages.author_role,
        coalesce(message_text.has_uncertainty, false)
        or coalesce(message_text.has_negative_emotion, false) as is_need,
        coalesce(message_text.has_reassurance, false) as is_reassurance,
        coalesce(message_text.has_status_update, false)
        or coalesce(message_text.has_performed_action, false)
        or coalesce(message_text.has_finding, false) as is_confirmation,
        coalesce(message_text.has_satisfaction_check, false)
        or coalesce(message_text.has_closing_check, false)
        or coalesce(message_text.has_closing_notice, false) as is_closure
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    inner join message_text on messages.message_id = message_text.message_id
    where messages.author_role in ('customer', 'bot', 'human_agent')
),

needs as (
    select
        session_id,
        thread_id,
        min(case when is_need then message_seq end) as first_need_seq
    from read
    where author_role = 'customer'
    group by session_id, thread_id
),

-- What was said before the customer showed a doubt did not answer it.
answered as (
    select
        needs.session_id,
        needs.thread_id,
        needs.first_need_seq is not null as needs_reassurance,
        coalesce(bool_or(read.is_reassurance), false) as got_reassurance,
        coalesce(bool_or(read.is_confirmation), false) as got_confirmation,
        coalesce(bool_or(read.is_closure), false) as got_closure
    from needs
    left join read
        on
            needs.session_id = read.session_id
            and needs.first_need_seq < read.message_seq
            and read.author_role in ('bot', 'human_agent')
    group by needs.session_id, needs.thread_id, needs.first_need_seq
),

-- Where there was no need there is nothing to get: empty, not false.
final as (
    select
        session_id,
        thread_id,
        needs_reassurance,
        case when needs_reassurance then got_reassurance end as got_reassurance,
        case when needs_reassurance then got_confirmation end as got_confirmation,
        case when needs_reassurance then got_closure end as got_closure,
        case when needs_reassurance then got_reassurance or got_confirmation end as is_reassured
    from answered
)

select * from final
