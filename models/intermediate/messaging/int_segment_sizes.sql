{{ config(unique_key='segment', incremental_strategy='whole_table') }}
-- grain: one row per audience segment, and whether it has enough customers for signals
with customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

parameters as (
    select {{ metric_parameter('signal_min_segment') }} as min_segment
),

sizes as (
    select
        segment,
        count(*) as customer_count
    from customer_segments
    group by segment
),

judged as (
    select
        sizes.segment,
        sizes.customer_count >= parameters.min_segment as is_large_enough
    from sizes
    cross join parameters
)

select * from judged
