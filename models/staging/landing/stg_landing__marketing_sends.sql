-- grain: one row per message sent by marketing to one person
with source as (
    {{ stage_source('landing', 'marketing_sends') }}
),

selected as (
    select
        send_id,
        user_id,
        campaign_id,
        rule_id,
        channel,
        intent,
        reason,
        sent_at,
        delivered_at,
        opened_at,
        clicked_at,
        replied_at,
        unsubscribed_at,
        complained_at,
        synced_at
    from source
)

select * from selected
