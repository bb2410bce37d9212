-- grain: one row per customer with a known audience segment
with users as (
    select * from {{ ref('int_users') }}
),

-- Two systems may tell two segments: the one of the most recently created user wins, then the name.
ranked as (
    select
        customer_id,
        segment,
        row_number() over (
            partition by customer_id order by created_at desc nulls last, segment asc
        ) as segment_rank
    from users
    where segment is not null
),

chosen as (
    select
        customer_id,
        segment
    from ranked
    where segment_rank = 1
)

select * from chosen
