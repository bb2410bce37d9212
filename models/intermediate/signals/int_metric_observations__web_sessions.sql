{{ config(materialized='view') }}
-- grain: one row per visit: its part in each metric
with web_sessions as (
    select * from {{ ref('fct_web_sessions') }}
),

records as (
    select
        web_session_id as record_id,
        customer_id,
        journey_stage,
        segment,
        click_count,
        rage_click_count,
        help_upvote_count,
        help_upvote_count + help_downvote_count as help_vote_count,
        decision_engaged_seconds,
        engaged_seconds,
        is_bounce,
        is_decision_section_reached,
        is_message_match,
        is_self_served,
        is_cart_completed,
        has_support_click and is_self_served is not null as is_support_sought,
        cast(started_at as date) as observed_on
    from web_sessions
),

observations as (
    {{ metric_observations('records', 'web_sessions') | indent(4) }}
)

select * from observations
