-- grain: one row per change of a conversation's state, assignee or team
with conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

conversation_parts as (
    select * from {{ ref('stg_intercom__conversation_parts') }}
),

part_states as (
    select
        conversation_id,
        part_id,
        author_id as actor_id,
        case
            when part_type = 'close' then 'solved'
            when part_type = 'snoozed' then 'snoozed'
            when
                part_type in (
                    'open', 'note_and_reopen', 'assign_and_reopen', 'unsnoozed', 'timer_unsnooze'
                )
                then 'open'
        end as status,
        case
            when
                part_type in ('comment', 'quick_reply')
                and author_type in ('user', 'lead', 'contact')
                then 1
            else 0
        end as is_customer_reply,
        created_at as occurred_at
    from conversation_parts
),

timeline as (
    select
        conversation_id,
        '' as part_id,
        source_author_id as actor_id,
        'open' as status,
        0 as is_customer_reply,
        created_at as occurred_at
    from conversations
    union all
    select * from part_states
    where status is not null or is_customer_reply = 1
),

numbered as (
    select
        *,
        count(status) over (
            partition by conversation_id
            order by occurred_at, length(part_id), part_id
            rows between unbounded preceding and current row
        ) as status_seq
    from timeline
),

-- A customer's reply to a closed conversation opens it. The part that says so usually follows;
-- where it does not, the reply itself is the change.
surroundings as (
    select
        *,
        max(status) over (partition by conversation_id, status_seq) as status_then,
        max(status) over (
            partition by conversation_id
            order by status_seq
            range between 1 following and 1 following
        ) as next_status,
        sum(is_customer_reply) over (
            partition by conversation_id, status_seq
            order by occurred_at, length(part_id), part_id
            rows between unbounded preceding and current row
        ) as reply_seq
    from numbered
),

status_changes as (
    select
        conversation_id,
        part_id,
        'status' as event_type,
        coalesce(status, 'open') as event_value,
        actor_id,
        occurred_at
    from surroundings
    where
        status is not null
        or (status_then = 'solved' and reply_seq = 1 and coalesce(next_status, '') <> 'open')
),

assignments as (
    select
        conversation_id,
        part_id,
        case when assigned_to_type = 'team' then 'group' else 'assignee' end as event_type,
        case
            when coalesce(assigned_to_type, '') <> 'nobody_admin' then assigned_to_id
        end as event_value,
        author_id as actor_id,
        created_at as occurred_at
    from conversation_parts
    where part_type like '%assign%'
),

changes as (
    select * from status_changes
    union all
    select * from assignments
),

conformed as (
    select
        'intercom' as source_system,
        conversation_id || ':' || event_type || ':' || part_id as native_event_id,
        conversation_id as native_thread_id,
        event_type,
        event_value,
        actor_id as native_actor_id,
        occurred_at
    from changes
)

select * from conformed
