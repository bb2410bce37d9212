-- grain: one row per anonymous identifier and user that one landed event tells together
with product_events as (
    select * from {{ ref('int_product_events__landing') }}
),

conformed as (
    select
        'landing' as source_system,
        native_anonymous_id,
        native_user_id,
        min(occurred_at) as linked_at
    from product_events
    where native_anonymous_id is not null and native_user_id is not null
    group by native_anonymous_id, native_user_id
)

select * from conformed
