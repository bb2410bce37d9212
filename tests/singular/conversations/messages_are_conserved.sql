-- Every message of every source is a row of fct_messages with one session and one case, and no row
-- of fct_messages is without a message. Messages of undelivered threads are told by
-- messages_have_a_thread.
with source_messages as (
    {{ union_adapters('messages', [
        'source_system', 'thread_source_system', 'native_message_id', 'native_thread_id',
    ]) }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

arrived as (
    select
        {{ key_of(['source_messages.source_system', 'source_messages.native_message_id']) }}
            as message_id
    from source_messages
    inner join threads
        on
            {{ key_of([
                'coalesce(source_messages.thread_source_system, source_messages.source_system)',
                'source_messages.native_thread_id',
            ]) }}
            = threads.thread_id
),

facts as (
    select * from {{ ref('fct_messages') }}
)

select
    coalesce(arrived.message_id, facts.message_id) as message_id,
    case
        when arrived.message_id is null then 'a fact without a message'
        when facts.message_id is null then 'a message without a fact'
        else 'a message without session or case'
    end as what_is_wrong
from arrived
full outer join facts on arrived.message_id = facts.message_id
where
    arrived.message_id is null
    or facts.message_id is null
    or facts.session_id is null
    or facts.case_id is null
