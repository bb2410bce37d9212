{{ config(meta={'followed': {'event_id': key_of(["'landing'", 'event_id'])}}) }}
-- grain: one row per product or web event
with source as (
    {{ stage_source('landing', 'product_events') }}
),

selected as (
    select
        event_id,
        user_id,
        anonymous_id,
        web_session_id,
        task_id,
        campaign_id,
        event_name,
        page,
        task_name,
        step,
        element,
        referrer,
        landing_intent,
        properties,
        scroll_depth,
        engaged_seconds,
        occurred_at,
        synced_at
    from source
)

select * from selected
