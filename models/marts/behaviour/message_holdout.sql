{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per customer: whether the churn-prevention messages leave them alone
with users as (
    select * from {{ ref('int_users') }}
),

parameters as (
    select {{ metric_parameter('holdout_share') }} as holdout_share
),

customers as (
    select distinct customer_id from users
    where author_role = 'customer'
),

assigned as (
    select
        customers.customer_id,
        'churn_prevention' as program,
        {{ is_held_out('customers.customer_id', 'churn_prevention', 'parameters.holdout_share') }}
            as is_held_out
    from customers
    cross join parameters
)

select * from assigned
