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

ordered as (
    select
        *,
        lag(occurred_at) over (
            partition by source_system, customer_id order by occurred_at, event_id
        ) as previous_at
    from product_events
),

-- One definition of a visit for all sources; what a tool itself calls a session is not used.
marked as (
    select
        ordered.*,
        {{ seconds_between('ordered.previous_at', 'ordered.occurred_at') }} as seconds_before,
        case
            when
                {{ seconds_between('ordered.previous_at', 'ordered.occurred_at') }}
                <= parameters.gap_seconds
                then 0
            else 1
        end as is_first
    from ordered
    cross join parameters
),

numbered as (
    select
        *,
        sum(is_first) over (
            partition by source_system, customer_id order by occurred_at, event_id
            rows between unbounded preceding and current row
        ) as session_number
    from marked
),

-- Named after its first event, so that what arrives late elsewhere renames nothing.
keyed as (
    select
        *,
        md5('visit|' || first_value(event_id) over (
            partition by source_system, customer_id, session_number
            order by occurred_at, event_id
        )) as web_session_id
    from numbered
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
        ) as click_number
    from product_events
    where event_type = 'element_click' and element is not null
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
    from clicks
    cross join parameters
    inner join clicks as earlier
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

finished as (
    select
        keyed.event_id,
        keyed.web_session_id,
        keyed.source_system,
        keyed.task_id,
        keyed.customer_id,
        keyed.campaign_id,
        keyed.event_type,
        keyed.event_family,
        keyed.task_type,
        keyed.task_action,
        keyed.page,
        keyed.page_type,
        keyed.task_name,
        keyed.step,
        keyed.element,
        keyed.referrer,
        keyed.landing_intent,
        keyed.scroll_depth,
        keyed.engaged_seconds,
        keyed.seconds_before,
        keyed.is_known_customer,
        keyed.is_page_view,
        keyed.is_decision_content,
        keyed.is_high_intent,
        coalesce(rage_clicks.is_rage_click, false) as is_rage_click,
        keyed.occurred_at
    from keyed
    left join rage_clicks on keyed.event_id = rage_clicks.event_id
)

select * from finished
