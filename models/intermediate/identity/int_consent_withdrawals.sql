{{ config(
    materialized=incremental_or_table(),
    unique_key='send_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per marketing message after which its recipient unsubscribed or complained
-- Who unsubscribes from one message, or complains about it, withdraws from all.
with marketing_sends as (
    select * from {{ ref('int_marketing_sends') }}
),

final as (
    select
        send_id,
        source_system,
        customer_id,
        'marketing' as purpose,
        false as is_granted,
        least(unsubscribed_at, complained_at) as changed_at
    from marketing_sends
    where unsubscribed_at is not null or complained_at is not null
)

select * from final
