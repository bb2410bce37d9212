{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
    meta={'touched_by': {'int_customer_stages': {'key': 'customer_id', 'through': 'int_threads', 'column': 'customer_id'}}},
) }}
-- grain: one row per thread, with the journey stage that its customer was in when it was opened
with threads as (
    select * from {{ ref('int_threads') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

derived as (
    select
        threads.thread_id,
        customer_stages.journey_stage
    from threads
    inner join customer_stages
        on
            threads.customer_id = customer_stages.customer_id
            and {{ in_period('customer_stages', 'threads.created_at') }}
),

final as (
    select
        threads.thread_id,
        coalesce(derived.journey_stage, threads.journey_stage) as journey_stage,
        case
            when derived.journey_stage is not null then 'derived'
            when threads.journey_stage <> 'unknown' then 'told'
            else 'unknown'
        end as journey_stage_method
    from threads
    left join derived on threads.thread_id = derived.thread_id
)

select * from final
