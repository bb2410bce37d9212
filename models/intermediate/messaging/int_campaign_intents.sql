{{ config(unique_key='campaign_id', incremental_strategy='whole_table') }}
-- grain: one row per campaign whose messages tell an intent: the one that most of them tell
with marketing_sends as (
    select * from {{ ref('int_marketing_sends') }}
    where campaign_id is not null and intent is not null
),

ranked as (
    select
        campaign_id,
        intent,
        row_number() over (
            partition by campaign_id order by count(*) desc, intent
        ) as intent_rank
    from marketing_sends
    group by campaign_id, intent
),

chosen as (
    select
        campaign_id,
        intent
    from ranked
    where intent_rank = 1
)

select * from chosen
