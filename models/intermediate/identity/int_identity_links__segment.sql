-- grain: one row per anonymous identifier and user that one message tells together
with identifies as (
    select * from {{ ref('stg_segment__identifies') }}
),

product_events as (
    select * from {{ ref('int_product_events__segment') }}
),

told_together as (
    select
        anonymous_id,
        user_id,
        occurred_at
    from identifies
    union all
    select
        native_anonymous_id as anonymous_id,
        native_user_id as user_id,
        occurred_at
    from product_events
),

conformed as (
    select
        'segment' as source_system,
        anonymous_id as native_anonymous_id,
        user_id as native_user_id,
        min(occurred_at) as linked_at
    from told_together
    where anonymous_id is not null and user_id is not null
    group by anonymous_id, user_id
)

select * from conformed
