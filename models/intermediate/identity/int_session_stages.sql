{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
    meta={'touched_by': {'int_customer_stages': {'key': 'customer_id', 'through': 'int_threads', 'column': 'customer_id'}}},
) }}
-- grain: one row per session, with the journey stage that its customer was in when it began
with session_spans as (
    select * from {{ ref('int_session_spans') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

derived as (
    select
        session_spans.session_id,
        customer_stages.journey_stage
    from session_spans
    inner join threads on session_spans.thread_id = threads.thread_id
    inner join customer_stages
        on
            threads.customer_id = customer_stages.customer_id
            and {{ in_period('customer_stages', 'session_spans.started_at') }}
),

final as (
    select
        session_spans.session_id,
        session_spans.thread_id,
        coalesce(derived.journey_stage, threads.journey_stage) as journey_stage,
        case
            when derived.journey_stage is not null then 'derived'
            when threads.journey_stage <> 'unknown' then 'told'
            else 'unknown'
        end as journey_stage_method
    from session_spans
    inner join threads on session_spans.thread_id = threads.thread_id
    left join derived on session_spans.session_id = derived.session_id
)

select * from final
