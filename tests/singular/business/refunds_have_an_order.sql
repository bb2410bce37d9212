{{ config(severity='warn') }}
-- Rows: refunds of an order or charge that was not delivered, or that never succeeded; they are
-- left out.
select
    refunds.source_system,
    refunds.refund_id,
    refunds.currency,
    refunds.amount,
    refunds.refunded_at
from {{ ref('int_refunds') }} as refunds
left join {{ ref('int_orders') }} as orders on refunds.order_id = orders.order_id
where orders.order_id is null
