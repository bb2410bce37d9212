{{ config(materialized='view') }}
-- grain: one row per marketing send: its part in each metric
with marketing_sends as (
    select * from {{ ref('fct_marketing_sends') }}
),

records as (
    select
        send_id as record_id,
        customer_id,
        journey_stage,
        segment,
        is_delivered,
        is_opened,
        is_clicked,
        is_replied,
        is_engaged,
        is_unsubscribed,
        is_complained,
        is_duplicate,
        has_reason,
        is_signal_sufficient,
        is_next_step_taken,
        is_followed_by_purchase,
        is_delivered and is_next_step_taken is not null as is_next_step_due,
        is_delivered and is_followed_by_purchase is not null as is_purchase_due,
        cast(sent_at as date) as observed_on
    from marketing_sends
),

observations as (
    {{ metric_observations('records', 'marketing_sends') | indent(4) }}
)

select * from observations
