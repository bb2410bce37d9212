{{ config(meta={'followed': {'event_id': key_of(["'segment'", 'event_id'])}}) }}
-- grain: one row per screen shown
with source as (
    {{ stage_source('segment', 'screens') }}
),

renamed as (
    select
        id as event_id,
        anonymous_id,
        user_id,
        context_campaign_name as campaign_id,
        name as screen_name,
        received_at as synced_at,
        {{ quoted('timestamp') }} as occurred_at
    from source
)

select * from renamed
