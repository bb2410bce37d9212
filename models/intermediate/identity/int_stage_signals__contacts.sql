-- grain: one row per customer whose first trace is known
with users as (
    select * from {{ ref('int_users') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

product_events as (
    select * from {{ ref('int_product_events') }}
),

traces as (
    select
        customer_id,
        created_at as seen_at
    from users
    where author_role = 'customer' and created_at is not null
    union all
    select
        customer_id,
        created_at as seen_at
    from threads
    where customer_id is not null and created_at is not null
),

first_traces as (
    select
        customer_id,
        min(seen_at) as signal_at
    from traces
    group by customer_id
),

-- That somebody does not weigh a purchase can only be said of those whose visits would show it.
followed as (
    select
        customer_id,
        min(occurred_at) as first_visit_at
    from product_events
    group by customer_id
),

final as (
    select
        followed.customer_id,
        'contacts' as source_family,
        cast(null as string) as source_system,
        'known_visitor' as signal,
        cast(null as string) as record_id,
        least(first_traces.signal_at, followed.first_visit_at) as signal_at
    from followed
    left join first_traces on followed.customer_id = first_traces.customer_id
)

select * from final
