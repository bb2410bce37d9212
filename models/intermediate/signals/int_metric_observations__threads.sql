{{ config(materialized='view') }}
-- grain: one row per thread: its part in each metric
with threads as (
    select * from {{ ref('fct_threads') }}
),

records as (
    select
        thread_id as record_id,
        journey_stage,
        segment,
        sla_met_count,
        sla_met_count + sla_breach_count as sla_decided_count,
        is_one_touch,
        is_two_touch,
        is_multi_touch,
        reopen_count > 0 as is_reopened,
        substantive_reopen_count > 0 as is_reopened_substantively,
        resolution_count > 0 as is_solved_once,
        coalesce(customer_id, thread_id) as customer_id,
        cast(created_at as date) as observed_on
    from threads
),

observations as (
    {{ metric_observations('records', 'threads') | indent(4) }}
)

select * from observations
