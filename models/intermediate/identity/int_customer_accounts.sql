{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'touched_by': {
            'int_accounts': {'key': 'account_id', 'through': 'int_users', 'column': 'account_id'},
        },
    },
) }}
-- grain: one row per customer who belongs to an account
-- The account of a CRM comes before those of other systems, which only borrow it.
with users as (
    select * from {{ ref('int_users') }}
),

accounts as (
    {% if is_delivered('accounts') -%}
    select
        account_id,
        account_segment,
        region,
        business_model
    from {{ ref('int_accounts') }}
    {%- else -%}
    select
        account_id,
        cast(null as string) as account_segment,
        cast(null as string) as region,
        cast(null as string) as business_model
    from users
    where 1 = 0
    {%- endif %}
),

ranked as (
    select
        users.customer_id,
        users.account_id,
        accounts.account_segment,
        accounts.region,
        accounts.business_model,
        row_number() over (
            partition by users.customer_id
            order by
                case when accounts.account_id is not null then 1 else 2 end asc,
                case when accounts.account_segment is not null then 1 else 2 end asc,
                users.created_at desc nulls last,
                users.user_id asc
        ) as account_rank
    from users
    left join accounts on users.account_id = accounts.account_id
    where users.account_id is not null
),

final as (
    select
        customer_id,
        account_id,
        account_segment,
        region,
        business_model
    from ranked
    where account_rank = 1
)

select * from final
