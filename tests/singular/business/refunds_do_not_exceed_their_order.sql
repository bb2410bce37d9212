{{ config(severity='warn') }}
-- Rows: orders of which more was paid back than paid; their net amount is counted as zero.
select
    source_system,
    order_id,
    currency,
    amount,
    refunded_amount
from {{ ref('fct_orders') }}
where is_over_refunded
