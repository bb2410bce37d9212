{{ config(unique_key='user_id', incremental_strategy='whole_table') }}
-- grain: one row per user who wrote as a bot
with messages as (
    select * from {{ ref('int_messages') }}
),

bot_authors as (
    select distinct author_id as user_id
    from messages
    where author_role = 'bot' and author_id is not null
)

select * from bot_authors
