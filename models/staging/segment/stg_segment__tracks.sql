{{ config(meta={'followed': {'event_id': key_of(["'segment'", 'event_id'])}}) }}
-- grain: one row per event
with source as (
    {{ stage_source('segment', 'tracks') }}
),

renamed as (
    select
        id as event_id,
        anonymous_id,
        user_id,
        context_campaign_name as campaign_id,
        event as event_name,
        context_page_path as page_path,
        context_page_referrer as referrer,
        properties,
        received_at as synced_at,
        {{ quoted('timestamp') }} as occurred_at
    from source
)

select * from renamed
