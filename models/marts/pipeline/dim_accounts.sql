-- grain: one row per account: a company or household, as one source knows it
with accounts as (
    select * from {{ ref('int_accounts') }}
),

users as (
    select * from {{ ref('int_users') }}
),

opportunities as (
    select * from {{ ref('int_opportunities') }}
),

customers as (
    select
        account_id,
        max(source_system) as source_system,
        count(distinct customer_id) as customer_count,
        min(created_at) as first_known_at
    from users
    where account_id is not null
    group by account_id
),

sold_to as (
    select
        account_id,
        max(source_system) as source_system,
        min(created_at) as first_known_at
    from opportunities
    where account_id is not null
    group by account_id
),

-- An account that people or opportunities name, and that nobody describes, is still an account.
all_accounts as (
    select account_id from accounts
    union
    select account_id from customers
    union
    select account_id from sold_to
),

final as (
    select
        all_accounts.account_id,
        coalesce(accounts.source_system, customers.source_system, sold_to.source_system)
            as source_system,
        coalesce(accounts.account_segment, 'unknown') as segment,
        accounts.employee_band,
        accounts.industry,
        accounts.region,
        accounts.business_model,
        coalesce(customers.customer_count, 0) as customer_count,
        accounts.account_id is not null as is_described,
        coalesce(accounts.created_at, customers.first_known_at, sold_to.first_known_at)
            as first_known_at
    from all_accounts
    left join accounts on all_accounts.account_id = accounts.account_id
    left join customers on all_accounts.account_id = customers.account_id
    left join sold_to on all_accounts.account_id = sold_to.account_id
)

select * from final
