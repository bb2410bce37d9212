{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per customer and period [valid_from, valid_until) in one journey stage
with customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

closed as (
    select
        customer_id,
        journey_stage,
        valid_from,
        coalesce(valid_to, {{ far_future() }}) as valid_until
    from customer_stages
)

select * from closed
