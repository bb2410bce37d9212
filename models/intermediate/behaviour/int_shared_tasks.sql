{{ config(incremental_strategy='whole_table') }}
-- grain: one row per task number and customer, where a source gave one number to several customers
with task_customers as (
    select
        task_id,
        customer_id,
        task_action,
        occurred_at
    from {{ ref('int_product_events') }}
    where task_id is not null
),

shared as (
    select task_id from task_customers
    group by task_id
    having min(customer_id) < max(customer_id)
),

summed as (
    select
        task_customers.task_id,
        task_customers.customer_id,
        count(case when task_customers.task_action = 'step' then 1 end) as step_count,
        min(case when task_customers.task_action is not null then task_customers.occurred_at end)
            as first_at
    from task_customers
    inner join shared on task_customers.task_id = shared.task_id
    group by task_customers.task_id, task_customers.customer_id
),

-- One number for two customers is an error of the source: the one who did more has it.
ranked as (
    select
        *,
        row_number() over (
            partition by task_id
            order by step_count desc, first_at asc nulls last, customer_id asc
        ) as owner_rank
    from summed
),

final as (
    select
        task_id,
        customer_id,
        owner_rank = 1 as is_owner
    from ranked
)

select * from final
