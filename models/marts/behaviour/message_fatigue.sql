-- grain: one row per channel and count of messages that the customer had got by then
with sends as (
    select * from {{ ref('fct_marketing_sends') }}
    where is_delivered
),

parameters as (
    select {{ metric_parameter('message_fatigue_max_exposure') }} as max_exposure
),

counted as (
    select
        coalesce(sends.channel, 'all') as channel,
        cast(least(sends.exposure_number, parameters.max_exposure) as bigint) as exposure_number,
        count(*) as delivered_count,
        count(distinct sends.customer_id) as customer_count,
        count(case when sends.is_opened then 1 end) as opened_count,
        count(case when sends.is_clicked then 1 end) as clicked_count,
        count(case when sends.is_unsubscribed then 1 end) as unsubscribed_count,
        count(case when sends.is_complained then 1 end) as complained_count,
        count(sends.is_followed_by_unsubscribe) as mature_count,
        count(case when sends.is_followed_by_unsubscribe then 1 end) as unsubscribed_90d_count
    from sends
    cross join parameters
    group by
        cast(least(sends.exposure_number, parameters.max_exposure) as bigint),
        cube(sends.channel)
),

rated as (
    select
        channel,
        exposure_number,
        delivered_count,
        customer_count,
        opened_count,
        clicked_count,
        unsubscribed_count,
        complained_count,
        mature_count,
        unsubscribed_90d_count,
        cast(opened_count as double) / delivered_count as open_rate,
        cast(clicked_count as double) / delivered_count as click_through_rate,
        cast(unsubscribed_count as double) / delivered_count as unsubscribe_rate,
        cast(unsubscribed_90d_count as double) / nullif(mature_count, 0) as unsubscribe_90d_rate
    from counted
)

select * from rated
