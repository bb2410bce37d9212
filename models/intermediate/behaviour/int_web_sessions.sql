{{ config(
    meta={'touched_by': {
        'int_campaign_intents': {
            'key': 'campaign_id', 'through': 'int_event_sessions', 'column': 'campaign_id',
        },
    }},
) }}
-- grain: one row per visit of a customer or visitor to the site or the product
with session_events as (
    select * from {{ ref('int_event_sessions') }}
),

campaign_intents as (
    select * from {{ ref('int_campaign_intents') }}
),

parameters as (
    select {{ metric_parameter('dwell_cap_seconds') }} as dwell_cap_seconds
),

-- Only the keys are sorted, not whole events: the rest is joined to the first.
ranked_pages as (
    select
        event_id,
        row_number() over (
            partition by web_session_id order by occurred_at, event_id
        ) as page_rank
    from {{ ref('int_event_sessions') }}
    where is_page_view
),

page_views as (
    select
        event_id,
        web_session_id,
        page,
        page_type,
        referrer,
        campaign_id,
        landing_intent,
        occurred_at
    from {{ ref('int_event_sessions') }}
    where is_page_view
),

landings as (
    select
        page_views.web_session_id,
        page_views.page as landing_page,
        page_views.page_type as landing_page_type,
        page_views.referrer,
        page_views.campaign_id,
        page_views.landing_intent,
        campaign_intents.intent as campaign_intent,
        page_views.occurred_at as landed_at
    from ranked_pages
    inner join page_views on ranked_pages.event_id = page_views.event_id
    left join campaign_intents on page_views.campaign_id = campaign_intents.campaign_id
    where ranked_pages.page_rank = 1
),

-- Time on a page beyond the cap is an open tab.
capped as (
    select
        session_events.*,
        case
            when session_events.engaged_seconds is not null
                then least(session_events.engaged_seconds, parameters.dwell_cap_seconds)
        end as dwell_seconds,
        session_events.event_family in ('task', 'product', 'lifecycle')
        or session_events.event_type in (
            'element_click', 'cart_add', 'help_search'
        ) as is_action
    from session_events
    cross join parameters
),

summed as (
    select
        web_session_id,
        source_system,
        customer_id,
        count(*) as event_count,
        count(case when is_page_view then 1 end) as page_view_count,
        count(case when event_type = 'element_click' then 1 end) as click_count,
        count(case when is_rage_click then 1 end) as rage_click_count,
        count(case when event_type = 'help_view' then 1 end) as help_view_count,
        count(case when event_type = 'help_search' then 1 end) as help_search_count,
        count(case when event_type = 'help_vote_up' then 1 end) as help_upvote_count,
        count(case when event_type = 'help_vote_down' then 1 end) as help_downvote_count,
        {{ exact_sum('dwell_seconds', 'decimal(18, 6)') }} as engaged_seconds,
        {{ exact_sum('case when is_decision_content then dwell_seconds end', 'decimal(18, 6)') }}
            as decision_engaged_seconds,
        max(scroll_depth) as max_scroll_depth,
        max(case when is_decision_content then scroll_depth end) as decision_scroll_depth,
        count(case when is_known_customer then 1 end) > 0 as is_known_customer,
        count(case when event_type in ('help_view', 'help_search') then 1 end) > 0
            as has_help_use,
        count(case when event_type = 'support_click' then 1 end) > 0 as has_support_click,
        min(case when event_type = 'cart_add' then occurred_at end) as cart_at,
        min(case when is_action then occurred_at end) as first_action_at,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at
    from capped
    group by web_session_id, source_system, customer_id
),

described as (
    select
        summed.web_session_id,
        summed.source_system,
        summed.customer_id,
        landings.campaign_id,
        landings.landing_page,
        landings.landing_page_type,
        landings.referrer,
        landings.landing_intent,
        landings.campaign_intent,
        summed.event_count,
        summed.page_view_count,
        summed.click_count,
        summed.rage_click_count,
        summed.help_view_count,
        summed.help_search_count,
        summed.help_upvote_count,
        summed.help_downvote_count,
        summed.engaged_seconds,
        case
            when summed.engaged_seconds is not null
                then coalesce(summed.decision_engaged_seconds, 0)
        end as decision_engaged_seconds,
        summed.max_scroll_depth,
        summed.decision_scroll_depth,
        {{ seconds_between('summed.started_at', 'summed.ended_at') }} as duration_seconds,
        -- A visit that is told only from its action on has no way to it.
        case
            when landings.landed_at = summed.started_at
                then {{ seconds_between('summed.started_at', 'summed.first_action_at') }}
        end as first_action_seconds,
        summed.is_known_customer,
        -- What has no page view, an app without screens, has no bounce either.
        case
            when summed.page_view_count > 0
                then summed.page_view_count = 1 and summed.event_count = 1
        end as is_bounce,
        summed.has_help_use,
        summed.has_support_click,
        landings.landing_intent = landings.campaign_intent as is_message_match,
        summed.cart_at,
        summed.started_at,
        summed.ended_at
    from summed
    left join landings on summed.web_session_id = landings.web_session_id
)

select * from described
