-- grain: one row per landed marketing send
with marketing_sends as (
    select * from {{ ref('stg_landing__marketing_sends') }}
),

conformed as (
    select
        'landing' as source_system,
        send_id as native_send_id,
        user_id as native_user_id,
        campaign_id,
        rule_id,
        lower(channel) as channel,
        intent,
        reason,
        sent_at,
        delivered_at,
        opened_at,
        clicked_at,
        replied_at,
        unsubscribed_at,
        complained_at
    from marketing_sends
)

select * from conformed
