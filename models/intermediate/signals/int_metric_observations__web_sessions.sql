-- grain: one row per metric and visit that counts for it
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
    {{ metric_observations('records', [
        ('bounce_rate', one_if('is_bounce'), one_if('is_bounce is not null')),
        ('dwell_quality', 'decision_engaged_seconds', 'engaged_seconds'),
        (
            'scroll_reach_rate',
            one_if('is_decision_section_reached'),
            one_if('is_decision_section_reached is not null'),
        ),
        ('rage_click_rate', one_if('rage_click_count > 0'), one_if('click_count > 0')),
        (
            'self_serve_resolution_rate',
            one_if('is_self_served'), one_if('is_self_served is not null'),
        ),
        ('support_deflection_rate', one_if('is_self_served'), one_if('is_support_sought')),
        ('help_useful_vote_rate', 'help_upvote_count', 'help_vote_count'),
        ('message_match_rate', one_if('is_message_match'), one_if('is_message_match is not null')),
        (
            'cart_completion_rate',
            one_if('is_cart_completed'), one_if('is_cart_completed is not null'),
        ),
    ]) | indent(4) }}
)

select * from observations
