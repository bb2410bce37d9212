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
with delivered_events as (
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
    select distinct page from delivered_events
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
        delivered_events.event_id,
        delivered_events.source_system,
        {{ key_of(['delivered_events.source_system', 'delivered_events.native_task_id']) }} as task_id,
        -- A visitor whom no source knows is still one visitor.
        coalesce(
            users.customer_id,
            delivered_events.user_key,
            anonymous_customers.customer_id,
            delivered_events.anonymous_key
        ) as customer_id,
        delivered_events.campaign_id,
        delivered_events.source_event,
        -- A page is what its path says; an event of a name of its own is what the name says.
        case
            when event_mappings.event_type = 'page_view'
                then coalesce(typed_pages.event_type, event_mappings.event_type)
            else event_mappings.event_type
        end as event_type,
        delivered_events.page,
        typed_pages.page_type,
        delivered_events.task_name,
        delivered_events.step,
        delivered_events.element,
        delivered_events.referrer,
        delivered_events.landing_intent,
        case
            when parameters.as_of_at < delivered_events.occurred_at then 'after_as_of'
            when extract(year from delivered_events.occurred_at) < parameters.earliest_event_year
                then 'before_earliest_year'
            when coalesce(delivered_events.user_key, delivered_events.anonymous_key) is null then 'no_identity'
        end as exclusion_reason,
        case when delivered_events.scroll_depth between 0 and 1 then delivered_events.scroll_depth end as scroll_depth,
        case when delivered_events.engaged_seconds >= 0 then delivered_events.engaged_seconds end as engaged_seconds,
        -- By a user of a source, or by a device that only one user ever had.
        coalesce(users.customer_id, anonymous_customers.customer_id) is not null
            as is_known_customer,
        coalesce(anonymous_customers.is_shared_device, false) as is_shared_device,
        event_mappings.event_type = 'page_view' as is_page_view,
        coalesce(typed_pages.is_decision_content, false) as is_decision_content,
        delivered_events.occurred_at
    from delivered_events
    cross join parameters
    left join users on delivered_events.user_key = users.user_id
    left join anonymous_customers on delivered_events.anonymous_key = anonymous_customers.anonymous_key
    left join typed_pages on delivered_events.page = typed_pages.page
    left join event_mappings
        on
            delivered_events.source_system = event_mappings.source_system
            and delivered_events.source_event = event_mappings.source_event
)

select * from told
