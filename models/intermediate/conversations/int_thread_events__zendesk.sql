-- grain: one row per change of a ticket's status, assignee, group, priority or schedule
with field_changes as (
    select * from {{ ref('stg_zendesk__ticket_field_changes') }}
),

applied_schedules as (
    select * from {{ ref('stg_zendesk__ticket_schedules') }}
),

changes as (
    select
        ticket_id,
        case field_name
            when 'status' then 'status'
            when 'assignee_id' then 'assignee'
            when 'group_id' then 'group'
            when 'priority' then 'priority'
        end as event_type,
        value as event_value,
        cast(actor_id as string) as native_actor_id,
        updated_at as occurred_at
    from field_changes
    union all
    select
        ticket_id,
        'schedule' as event_type,
        cast(schedule_id as string) as event_value,
        cast(null as string) as native_actor_id,
        applied_at as occurred_at
    from applied_schedules
),

conformed as (
    select
        'zendesk' as source_system,
        concat_ws(
            '|', cast(ticket_id as string), event_type, cast(occurred_at as string), event_value
        ) as native_event_id,
        cast(ticket_id as string) as native_thread_id,
        event_type,
        event_value,
        native_actor_id,
        occurred_at
    from changes
    where event_type is not null
)

select * from conformed
