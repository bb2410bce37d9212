-- grain: one row per landed product or web event
with product_events as (
    select * from {{ ref('stg_landing__product_events') }}
),

conformed as (
    select
        'landing' as source_system,
        {{ key_of(["'landing'", 'event_id']) }} as event_id,
        event_id as native_event_id,
        user_id as native_user_id,
        anonymous_id as native_anonymous_id,
        task_id as native_task_id,
        web_session_id as native_web_session_id,
        campaign_id,
        lower(event_name) as source_event,
        page,
        task_name,
        step,
        element,
        referrer,
        landing_intent,
        scroll_depth,
        engaged_seconds,
        occurred_at
    from product_events
)

select * from conformed
