{{ config(
    materialized=incremental_or_table(),
    unique_key='user_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per user who wrote or worked for the company: people, bots, automation
with messages as (
    select * from {{ ref('int_messages') }}
),

thread_events as (
    select * from {{ ref('int_thread_events') }}
),

users as (
    select * from {{ ref('int_users') }}
),

authors as (
    select
        author_id as user_id,
        author_role
    from messages
    where author_role <> 'customer' and author_id is not null
    union all
    select
        event_value as user_id,
        'human_agent' as author_role
    from thread_events
    where event_type = 'assignee' and event_value is not null
    union all
    select
        user_id,
        author_role
    from users
    where author_role <> 'customer'
),

-- A bot that was once an assignee is a bot; a person who once wrote through a rule is a person.
ranked as (
    select
        user_id,
        author_role,
        row_number() over (
            partition by user_id
            order by
                case author_role when 'bot' then 1 when 'human_agent' then 2 else 3 end
        ) as role_rank
    from authors
),

chosen as (
    select
        user_id,
        author_role
    from ranked
    where role_rank = 1
)

select * from chosen
