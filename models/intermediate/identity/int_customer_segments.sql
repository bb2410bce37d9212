{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per customer with a known audience segment: the one that holds now
with segment_periods as (
    select * from {{ ref('int_customer_segment_periods') }}
),

ranked as (
    select
        customer_id,
        segment,
        segment_source,
        told_at,
        row_number() over (
            partition by customer_id
            order by valid_to desc nulls first, valid_from desc nulls last, segment asc
        ) as segment_rank
    from segment_periods
),

chosen as (
    select
        customer_id,
        segment,
        segment_source,
        told_at
    from ranked
    where segment_rank = 1
)

select * from chosen
