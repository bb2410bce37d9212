{{ config(unique_key='event_id', incremental_strategy='whole_table') }}
{%- set columns = [
    'source_system', 'native_event_id', 'native_user_id', 'native_anonymous_id', 'native_task_id',
    'campaign_id', 'source_event', 'page', 'task_name', 'step', 'element',
    'referrer', 'landing_intent', 'scroll_depth', 'engaged_seconds', 'occurred_at',
] -%}
-- grain: one row per product or web event that was staged, with the reason where it is left out
with product_events as (
    {{ union_adapters('product_events', columns) }}
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

told_pages as (
    {{ union_adapters('product_events', ['page']) }}
),

pages as (
    select distinct page from told_pages
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

keyed as (
    select
        *,
        {{ key_of(['source_system', 'native_user_id']) }} as user_key,
        {{ key_of(['source_system', "'anonymous'", 'native_anonymous_id']) }} as anonymous_key
    from product_events
),

told as (
    select
        {{ key_of(['keyed.source_system', 'keyed.native_event_id']) }} as event_id,
        keyed.source_system,
        {{ key_of(['keyed.source_system', 'keyed.native_task_id']) }} as task_id,
        -- A visitor whom no source knows is still one visitor.
        coalesce(
            users.customer_id,
            keyed.user_key,
            anonymous_customers.customer_id,
            keyed.anonymous_key
        ) as customer_id,
        keyed.campaign_id,
        keyed.source_event,
        -- A page is what its path says; an event of a name of its own is what the name says.
        case
            when event_mappings.event_type = 'page_view'
                then coalesce(typed_pages.event_type, event_mappings.event_type)
            else event_mappings.event_type
        end as event_type,
        keyed.page,
        typed_pages.page_type,
        keyed.task_name,
        keyed.step,
        keyed.element,
        keyed.referrer,
        keyed.landing_intent,
        case
            when parameters.as_of_at < keyed.occurred_at then 'after_as_of'
            when extract(year from keyed.occurred_at) < parameters.earliest_event_year
                then 'before_earliest_year'
            when coalesce(keyed.user_key, keyed.anonymous_key) is null then 'no_identity'
        end as exclusion_reason,
        case when keyed.scroll_depth between 0 and 1 then keyed.scroll_depth end as scroll_depth,
        case when keyed.engaged_seconds >= 0 then keyed.engaged_seconds end as engaged_seconds,
        -- By a user of a source, or by a device that only one user ever had.
        coalesce(users.customer_id, anonymous_customers.customer_id) is not null
            as is_known_customer,
        coalesce(anonymous_customers.is_shared_device, false) as is_shared_device,
        event_mappings.event_type = 'page_view' as is_page_view,
        coalesce(typed_pages.is_decision_content, false) as is_decision_content,
        keyed.occurred_at
    from keyed
    cross join parameters
    left join users on keyed.user_key = users.user_id
    left join anonymous_customers on keyed.anonymous_key = anonymous_customers.anonymous_key
    left join typed_pages on keyed.page = typed_pages.page
    left join event_mappings
        on
            keyed.source_system = event_mappings.source_system
            and keyed.source_event = event_mappings.source_event
)

select * from told
