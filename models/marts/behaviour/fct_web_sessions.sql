{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={'unsettled': {
        'through': 'int_web_sessions',
        'where': '(has_help_use or cart_at is not null) and ended_at >= settling_since',
    }},
) }}
-- grain: one row per visit to the site or the product
with web_sessions as (
    select * from {{ ref('int_web_sessions') }}
),

checkouts as (
    select
        customer_id,
        occurred_at
    from {{ ref('int_event_sessions') }}
    where event_type = 'checkout_complete'
),

support_contacts as (
    select * from {{ ref('int_support_contacts') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

parameters as (
    select
        {{ metric_parameter('self_serve_window_seconds') }} as self_serve_window_seconds,
        {{ metric_parameter('cart_window_seconds') }} as cart_window_seconds,
        {{ metric_parameter('decision_scroll_depth') }} as decision_scroll_depth,
        as_of_at
    from {{ ref('int_as_of') }}
),

help_uses as (
    select
        web_session_id,
        customer_id,
        started_at,
        ended_at
    from {{ ref('int_web_sessions') }}
    where has_help_use
),

followed as (
    select
        help_uses.web_session_id,
        count(*) as contact_count
    from help_uses
    cross join parameters
    inner join support_contacts
        on
            help_uses.customer_id = support_contacts.customer_id
            and help_uses.started_at <= support_contacts.contacted_at
    where
        {{ seconds_between('help_uses.ended_at', 'support_contacts.contacted_at') }}
        <= parameters.self_serve_window_seconds
    group by help_uses.web_session_id
),

carts as (
    select
        web_session_id,
        customer_id,
        cart_at
    from {{ ref('int_web_sessions') }}
    where cart_at is not null
),

carts_done as (
    select
        carts.web_session_id,
        count(*) as completion_count
    from carts
    cross join parameters
    inner join checkouts
        on
            carts.customer_id = checkouts.customer_id
            and carts.cart_at <= checkouts.occurred_at
    where
        {{ seconds_between('carts.cart_at', 'checkouts.occurred_at') }}
        <= parameters.cart_window_seconds
    group by carts.web_session_id
),

described as (
    select
        web_sessions.web_session_id,
        web_sessions.source_system,
        web_sessions.customer_id,
        web_sessions.campaign_id,
        web_sessions.landing_page,
        web_sessions.landing_page_type,
        {{ regexp_first('web_sessions.referrer', '^https?://([^/?#]+)', 1) }} as referrer_host,
        web_sessions.landing_intent,
        web_sessions.campaign_intent,
        coalesce(customer_stages.journey_stage, 'unknown') as journey_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        web_sessions.event_count,
        web_sessions.page_view_count,
        web_sessions.click_count,
        web_sessions.rage_click_count,
        web_sessions.help_view_count,
        web_sessions.help_search_count,
        web_sessions.help_upvote_count,
        web_sessions.help_downvote_count,
        web_sessions.engaged_seconds,
        web_sessions.decision_engaged_seconds,
        web_sessions.max_scroll_depth,
        web_sessions.duration_seconds,
        web_sessions.first_action_seconds,
        web_sessions.is_known_customer,
        web_sessions.is_bounce,
        web_sessions.decision_scroll_depth >= parameters.decision_scroll_depth
            as is_decision_section_reached,
        web_sessions.is_message_match,
        web_sessions.has_help_use,
        web_sessions.has_support_click,
        -- Whose contacts cannot be seen has not been helped, as far as anybody knows.
        case
            when
                web_sessions.has_help_use
                and web_sessions.is_known_customer
                and {{ seconds_between('web_sessions.ended_at', 'parameters.as_of_at') }}
                >= parameters.self_serve_window_seconds
                then followed.contact_count is null
        end as is_self_served,
        case
            when
                {{ seconds_between('web_sessions.cart_at', 'parameters.as_of_at') }}
                >= parameters.cart_window_seconds
                then carts_done.completion_count is not null
        end as is_cart_completed,
        web_sessions.started_at,
        web_sessions.ended_at
    from web_sessions
    cross join parameters
    left join followed on web_sessions.web_session_id = followed.web_session_id
    left join carts_done on web_sessions.web_session_id = carts_done.web_session_id
    left join customer_stages on {{ stage_in_force('web_sessions', 'started_at') | indent(8) }}
    left join customer_segments on web_sessions.customer_id = customer_segments.customer_id
)

select * from described
