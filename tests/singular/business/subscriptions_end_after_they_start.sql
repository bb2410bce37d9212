{{ config(severity='warn') }}
-- Rows: subscriptions whose end lies before their beginning; they are in no metric.
select
    source_system,
    subscription_id,
    started_at,
    cancelled_at
from {{ ref('int_subscriptions') }}
where is_ended_before_start
