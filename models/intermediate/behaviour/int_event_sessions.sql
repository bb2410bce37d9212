-- grain: one row per product or web event, with the visit it belongs to
with product_events as (
    select * from {{ ref('int_product_events') }}
),

parameters as (
    select
        {{ metric_parameter('web_session_gap_seconds') }} as gap_seconds,
        {{ metric_parameter('rage_click_count') }} as rage_click_count,
        {{ metric_parameter('rage_click_seconds') }} as rage_click_seconds
),

-- Sorted are keys alone: whole events are joined at the end, and a small number sorts faster than
-- a text.
event_moments as (
    select
        event_id,
        source_system,
        customer_id,
        occurred_at
    from {{ ref('int_product_events') }}
),

customers as (
    select
        source_system,
        customer_id,
        row_number() over (order by source_system, customer_id) as customer_number
    from {{ ref('int_product_events') }}
    group by source_system, customer_id
),

ordered as (
    select
        customers.customer_number,
        event_moments.event_id,
        event_moments.occurred_at,
        lag(event_moments.occurred_at) over (
            partition by customers.customer_number
            order by event_moments.occurred_at, event_moments.event_id
        ) as previous_at
    from event_moments
    inner join customers
        on
            event_moments.source_system = customers.source_system
            and event_moments.customer_id = customers.customer_id
),

-- One definition of a visit for all sources; what a tool itself calls a session is not used.
marked as (
    select
        ordered.customer_number,
        ordered.event_id,
        ordered.occurred_at,
        {{ seconds_between('ordered.previous_at', 'ordered.occurred_at') }} as seconds_before,
        case
            when
                {{ seconds_between('ordered.previous_at', 'ordered.occurred_at') }}
                <= parameters.gap_seconds
                then null
            else ordered.event_id
        end as first_event_id
    from ordered
    cross join parameters
),

placed as (
    select
        event_id,
        seconds_before,
        {{ last_known('first_event_id') }} over (
            partition by customer_number order by occurred_at, event_id
            rows between unbounded preceding and current row
        ) as first_event_id
    from marked
),

-- Named after its first event, so that what arrives late elsewhere renames nothing.
keyed as (
    select
        event_id,
        md5('visit|' || first_event_id) as web_session_id,
        seconds_before
    from placed
),

clicks as (
    select
        event_id,
        source_system,
        customer_id,
        coalesce(page, '') as page,
        element,
        occurred_at,
        row_number() over (
            partition by source_system, customer_id, coalesce(page, ''), element
            order by occurred_at, event_id
        ) as click_number,
        count(*) over (
            partition by source_system, customer_id, coalesce(page, ''), element
            order by occurred_at, event_id
            rows between unbounded preceding and unbounded following
        ) as click_count
    from {{ ref('int_product_events') }}
    where event_type = 'element_click' and element is not null
),

-- Few elements are clicked by anyone often enough for a burst.
repeated_clicks as (
    select clicks.*
    from clicks
    cross join parameters
    where clicks.click_count >= parameters.rage_click_count
),

-- The click that many clicks before: when that was no longer ago than a burst, this is one.
bursts as (
    select
        clicks.event_id,
        clicks.source_system,
        clicks.customer_id,
        clicks.page,
        clicks.element,
        clicks.click_number,
        {{ seconds_between('earlier.occurred_at', 'clicks.occurred_at') }}
        <= parameters.rage_click_seconds as is_in_burst
    from repeated_clicks as clicks
    cross join parameters
    inner join repeated_clicks as earlier
        on
            clicks.source_system = earlier.source_system
            and clicks.customer_id = earlier.customer_id
            and clicks.page = earlier.page
            and clicks.element = earlier.element
            and clicks.click_number = earlier.click_number + parameters.rage_click_count - 1
),

-- A burst counts once, at the click that makes it one.
rage_clicks as (
    select
        event_id,
        is_in_burst and not coalesce(
            lag(is_in_burst) over (
                partition by source_system, customer_id, page, element order by click_number
            ), false
        ) as is_rage_click
    from bursts
),

-- All that is found out, before whole events are joined: the narrow side is the one kept in memory.
found as (
    select
        keyed.event_id,
        keyed.web_session_id,
        keyed.seconds_before,
        coalesce(rage_clicks.is_rage_click, false) as is_rage_click
    from keyed
    left join rage_clicks on keyed.event_id = rage_clicks.event_id
),

finished as (
    select
        product_events.event_id,
        found.web_session_id,
        product_events.source_system,
        product_events.task_id,
        product_events.customer_id,
        product_events.campaign_id,
        product_events.event_type,
        product_events.event_family,
        product_events.task_type,
        product_events.task_action,
        product_events.page,
        product_events.page_type,
        product_events.task_name,
        product_events.step,
        product_events.element,
        product_events.referrer,
        product_events.landing_intent,
        product_events.scroll_depth,
        product_events.engaged_seconds,
        found.seconds_before,
        product_events.is_known_customer,
        product_events.is_page_view,
        product_events.is_decision_content,
        product_events.is_high_intent,
        found.is_rage_click,
        product_events.occurred_at
    from product_events
    inner join found on product_events.event_id = found.event_id
)

select * from finished
