{{ config(meta={'followed': {'event_id': key_of(["'segment'", 'event_id'])}}) }}
-- grain: one row per page view
with source as (
    {{ stage_source('segment', 'pages') }}
),

renamed as (
    select
        id as event_id,
        anonymous_id,
        user_id,
        context_campaign_name as campaign_id,
        name as page_name,
        path as page_path,
        referrer,
        landing_intent,
        scroll_depth,
        engaged_seconds,
        received_at as synced_at,
        {{ quoted('timestamp') }} as occurred_at
    from source
)

select * from renamed
