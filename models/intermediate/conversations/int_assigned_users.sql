{{ config(unique_key='user_id', incremental_strategy='whole_table') }}
-- grain: one row per user who was ever assigned a thread
-- Whoever was served customers, whatever the role says today.
with threads as (
    select * from {{ ref('int_threads') }}
),

thread_events as (
    select * from {{ ref('int_thread_events') }}
),

assigned_users as (
    select event_value as user_id
    from thread_events
    where event_type = 'assignee' and event_value is not null
    union
    select assignee_id as user_id
    from threads
    where assignee_id is not null
)

select * from assigned_users
