-- grain: one row per author on the company's side: people, bots, automation; no name
with staff_authors as (
    select * from {{ ref('int_staff_authors') }}
),

users as (
    select * from {{ ref('int_users') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

written as (
    select
        author_id,
        count(*) as message_count,
        min(sent_at) as first_message_at,
        max(sent_at) as last_message_at
    from messages
    where author_role <> 'customer'
    group by author_id
),

final as (
    select
        staff_authors.user_id as agent_id,
        staff_authors.author_role,
        users.source_system,
        coalesce(written.message_count, 0) as message_count,
        users.is_active,
        written.first_message_at,
        written.last_message_at
    from staff_authors
    left join users on staff_authors.user_id = users.user_id
    left join written on staff_authors.user_id = written.author_id
)

select * from final
