-- Rows: orders up to now that the facts lost or doubled, and facts without an order.
with orders as (
    select orders.order_id
    from {{ ref('int_orders') }} as orders
    cross join {{ ref('int_as_of') }} as as_of
    where orders.ordered_at <= as_of.as_of_at
),

facts as (
    select order_id from {{ ref('fct_orders') }}
)

select
    orders.order_id as conformed_order_id,
    facts.order_id as fact_order_id
from orders
full outer join facts on orders.order_id = facts.order_id
where orders.order_id is null or facts.order_id is null
