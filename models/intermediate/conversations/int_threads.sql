{{ config(incremental_strategy='whole_table') }}
{%- set columns = [
    'source_system', 'native_thread_id', 'native_requester_id', 'native_assignee_id',
    'native_problem_id', 'native_follow_up_of_thread_id', 'native_merged_into_thread_id',
    'source_channel', 'status', 'language', 'intent', 'source_severity', 'journey_stage',
    'created_at', 'updated_at',
] -%}
-- grain: one row per thread: a ticket, a conversation, a call
with threads as (
    {{ union_adapters('threads', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

segment_periods as (
    select * from {{ ref('int_customer_segment_periods') }}
),

channel_mappings as (
    select * from {{ ref('channel_mappings') }}
),

severity_mappings as (
    select * from {{ ref('severity_mappings') }}
),

keyed as (
    select
        *,
        {{ key_of(['source_system', 'native_thread_id']) }} as thread_id,
        {{ key_of(['source_system', 'native_requester_id']) }} as requester_id,
        {{ key_of(['source_system', 'native_assignee_id']) }} as assignee_id,
        {{ key_of(['source_system', 'native_problem_id']) }} as problem_id,
        {{ key_of(['source_system', 'native_follow_up_of_thread_id']) }} as follow_up_of_thread_id,
        {{ key_of(['source_system', 'native_merged_into_thread_id']) }} as merged_into_thread_id
    from threads
),

segments_then as (
    select
        keyed.thread_id,
        segment_periods.segment
    from keyed
    inner join users on keyed.requester_id = users.user_id
    inner join segment_periods
        on
            users.customer_id = segment_periods.customer_id
            and {{ in_period('segment_periods', 'keyed.created_at') }}
),

conformed as (
    select
        keyed.thread_id,
        keyed.source_system,
        keyed.native_thread_id,
        keyed.requester_id,
        -- A requester who is not among the users is still one person.
        coalesce(users.customer_id, keyed.requester_id) as customer_id,
        keyed.assignee_id,
        keyed.problem_id,
        keyed.follow_up_of_thread_id,
        keyed.merged_into_thread_id,
        keyed.source_channel,
        channel_mappings.channel,
        keyed.status,
        coalesce(keyed.language, users.language) as language,
        keyed.intent,
        keyed.source_severity,
        severity_mappings.severity,
        coalesce(keyed.journey_stage, 'unknown') as journey_stage,
        coalesce(segments_then.segment, 'unknown') as segment,
        keyed.created_at,
        keyed.updated_at
    from keyed
    left join users on keyed.requester_id = users.user_id
    left join segments_then on keyed.thread_id = segments_then.thread_id
    left join channel_mappings
        on
            keyed.source_system = channel_mappings.source_system
            and lower(keyed.source_channel) = channel_mappings.source_channel
    left join severity_mappings
        on
            keyed.source_system = severity_mappings.source_system
            and lower(keyed.source_severity) = severity_mappings.source_severity
)

select * from conformed
