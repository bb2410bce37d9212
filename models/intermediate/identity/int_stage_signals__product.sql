-- grain: one row per customer, source system, event type and day: windows of days need no more
with product_events as (
    select * from {{ ref('int_product_events') }}
),

final as (
    select
        customer_id,
        'product' as source_family,
        source_system,
        event_type as signal,
        cast(null as string) as record_id,
        min(occurred_at) as signal_at
    from product_events
    where event_type is not null
    group by customer_id, source_system, event_type, cast(occurred_at as date)
)

select * from final
