-- grain: one row per metric and marketing send that counts for it
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
    {{ metric_observations('records', [
        ('open_rate', one_if('is_opened'), one_if('is_delivered')),
        ('click_through_rate', one_if('is_clicked'), one_if('is_delivered')),
        ('reply_rate', one_if('is_replied'), one_if('is_delivered')),
        ('engagement_rate', one_if('is_engaged'), one_if('is_delivered')),
        ('message_next_step_rate', one_if('is_next_step_taken'), one_if('is_next_step_due')),
        ('message_purchase_rate', one_if('is_followed_by_purchase'), one_if('is_purchase_due')),
        ('unsubscribe_rate', one_if('is_unsubscribed'), one_if('is_delivered')),
        ('message_complaint_rate', one_if('is_complained'), one_if('is_delivered')),
        ('message_reason_rate', one_if('has_reason'), '1'),
        ('duplicate_send_rate', one_if('is_duplicate'), '1'),
        ('signal_sufficiency_rate', one_if('is_signal_sufficient'), '1'),
    ]) | indent(4) }}
)

select * from observations
