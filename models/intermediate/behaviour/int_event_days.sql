-- grain: one row per day on which anything happened
with messages as (
    select * from {{ ref('int_messages') }}
),

thread_events as (
    select * from {{ ref('int_thread_events') }}
),

survey_answers as (
    select * from {{ ref('int_survey_answer_records') }}
),

product_events as (
    {{ union_adapters('product_events', ['occurred_at']) }}
),

moments as (
    select sent_at as event_at from messages
    union all
    select occurred_at as event_at from thread_events
    union all
    select submitted_at as event_at from survey_answers
    union all
    select occurred_at as event_at from product_events
),

days as (
    select
        cast(event_at as date) as event_day,
        count(*) as event_count,
        max(event_at) as newest_at
    from moments
    where event_at is not null
    group by cast(event_at as date)
)

select * from days
