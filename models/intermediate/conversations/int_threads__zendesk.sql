-- grain: one row per ticket
with tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

ticket_tags as (
    select * from {{ ref('stg_zendesk__ticket_tags') }}
),

tag_mappings as (
    select * from {{ ref('tag_mappings') }}
    where source_system = 'zendesk'
),

tag_values as (
    select
        ticket_tags.ticket_id,
        tag_mappings.attribute,
        min(substr(ticket_tags.tag, length(tag_mappings.tag_prefix) + 1)) as tag_value
    from ticket_tags
    inner join tag_mappings
        on substr(ticket_tags.tag, 1, length(tag_mappings.tag_prefix)) = tag_mappings.tag_prefix
    group by ticket_tags.ticket_id, tag_mappings.attribute
),

ticket_attributes as (
    select
        ticket_id,
        max(case when attribute = 'intent' then tag_value end) as intent,
        max(case when attribute = 'journey_stage' then tag_value end) as journey_stage
    from tag_values
    group by ticket_id
),

-- The surviving ticket names those that were merged into it.
merged_tickets as (
    select
        ticket_id as surviving_ticket_id,
        {{ rows_of_numbers('merged_ticket_ids') }} as merged_ticket_id
    from tickets
    where merged_ticket_ids is not null
),

merges as (
    select
        merged_ticket_id,
        max(surviving_ticket_id) as surviving_ticket_id
    from merged_tickets
    where merged_ticket_id <> cast(surviving_ticket_id as string)
    group by merged_ticket_id
),

conformed as (
    select
        'zendesk' as source_system,
        cast(tickets.ticket_id as string) as native_thread_id,
        cast(tickets.requester_id as string) as native_requester_id,
        cast(tickets.assignee_id as string) as native_assignee_id,
        cast(tickets.problem_id as string) as native_problem_id,
        case
            when tickets.via_source_rel = 'follow_up'
                then cast(tickets.via_source_from_id as string)
        end as native_follow_up_of_thread_id,
        cast(merges.surviving_ticket_id as string) as native_merged_into_thread_id,
        tickets.via_channel as source_channel,
        tickets.status,
        cast(null as string) as language,
        ticket_attributes.intent,
        tickets.priority as source_severity,
        ticket_attributes.journey_stage,
        tickets.created_at,
        tickets.updated_at
    from tickets
    left join ticket_attributes on tickets.ticket_id = ticket_attributes.ticket_id
    left join merges on cast(tickets.ticket_id as string) = merges.merged_ticket_id
)

select * from conformed
