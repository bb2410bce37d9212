{{ config(
    unique_key='event_id',
    meta={
        'touched_by': {
            'int_users': {'key': 'user_id', 'through': 'int_delivered_events', 'column': 'user_key'},
            'int_anonymous_customers': {
                'key': 'anonymous_key', 'through': 'int_delivered_events', 'column': 'anonymous_key',
            },
        },
        'unsettled': {'where': "exclusion_reason = 'after_as_of'"},
    },
) }}
-- grain: one row per product or web event that was staged, with the reason where it is left out
with events as (
    select * from {{ ref('int_delivered_events') }}
),

users as (
    select * from {{ ref('int_users') }}
),

anonymous_customers as (
    select * from {{ ref('int_anonymous_customers') }}
),

event_mappings as (
    select * from {{ ref('event_mappings') }}
),

page_types as (
    select * from {{ ref('page_types') }}
),

parameters as (
    select
        {{ metric_parameter('earliest_event_year') }} as earliest_event_year,
        as_of_at
    from {{ ref('int_as_of') }}
),

pages as (
    select distinct page from {{ ref('int_delivered_events') }}
    where page is not null
),

ranked_pages as (
    select
        pages.page,
        page_types.page_type,
        page_types.event_type,
        page_types.is_decision_content,
        row_number() over (
            partition by pages.page order by length(page_types.page_prefix) desc
        ) as prefix_rank
    from pages
    inner join page_types on pages.page like page_types.page_prefix || '%'
),

typed_pages as (
    select * from ranked_pages
    where prefix_rank = 1
),

told as (
    select
        events.event_id,
        events.source_system,
        {{ key_of(['events.source_system', 'events.native_task_id']) }} as task_id,
        -- A visitor whom no source knows is still one visitor.
        coalesce(
            users.customer_id,
            events.user_key,
            anonymous_customers.customer_id,
            events.anonymous_key
        ) as customer_id,
        events.campaign_id,
        events.source_event,
        -- A page is what its path says; an event of a name of its own is what the name says.
        case
            when event_mappings.event_type = 'page_view'
                then coalesce(typed_pages.event_type, event_mappings.event_type)
            else event_mappings.event_type
        end as event_type,
        events.page,
        typed_pages.page_type,
        events.task_name,
        events.step,
        events.element,
        events.referrer,
        events.landing_intent,
        case
            when parameters.as_of_at < events.occurred_at then 'after_as_of'
            when extract(year from events.occurred_at) < parameters.earliest_event_year
                then 'before_earliest_year'
            when coalesce(events.user_key, events.anonymous_key) is null then 'no_identity'
        end as exclusion_reason,
        case when events.scroll_depth between 0 and 1 then events.scroll_depth end as scroll_depth,
        case when events.engaged_seconds >= 0 then events.engaged_seconds end as engaged_seconds,
        -- By a user of a source, or by a device that only one user ever had.
        coalesce(users.customer_id, anonymous_customers.customer_id) is not null
            as is_known_customer,
        coalesce(anonymous_customers.is_shared_device, false) as is_shared_device,
        event_mappings.event_type = 'page_view' as is_page_view,
        coalesce(typed_pages.is_decision_content, false) as is_decision_content,
        events.occurred_at
    from events
    cross join parameters
    left join users on events.user_key = users.user_id
    left join anonymous_customers on events.anonymous_key = anonymous_customers.anonymous_key
    left join typed_pages on events.page = typed_pages.page
    left join event_mappings
        on
            events.source_system = event_mappings.source_system
            and events.source_event = event_mappings.source_event
)

select * from told
