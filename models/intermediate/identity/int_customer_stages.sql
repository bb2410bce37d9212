-- grain: one row per customer and period [valid_from, valid_to) in one journey stage
with customers as (
    select * from {{ ref('int_users') }}
    where 1 = 0
),

periods as (
    select
        customer_id,
        cast(null as string) as journey_stage,
        cast(null as timestamp) as valid_from,
        cast(null as timestamp) as valid_to
    from customers
)

select * from periods
