{{ config(severity='warn') }}
{%- set columns = [
    'source_system', 'thread_source_system', 'native_message_id', 'native_thread_id',
] -%}
-- Every staged message belongs to a staged thread. A row here is a message left out of the facts
-- because its thread was not delivered or was deleted at the source: land the thread, or accept the
-- loss.
with messages as (
    {{ union_adapters('messages', columns) }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

orphans as (
    select
        messages.source_system,
        messages.native_message_id,
        messages.native_thread_id
    from messages
    left join threads
        on
            coalesce(messages.thread_source_system, messages.source_system) = threads.source_system
            and messages.native_thread_id = threads.native_thread_id
    where threads.thread_id is null
)

select * from orphans
