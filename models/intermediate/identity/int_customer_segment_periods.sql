{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'touched_by': {
            'int_user_segments': {'key': 'user_id', 'through': 'int_users', 'column': 'user_id'},
        },
    },
) }}
-- grain: one row per customer and period [valid_from, valid_to) of an audience segment
with users as (
    select * from {{ ref('int_users') }}
),

user_segments as (
    select * from {{ ref('int_user_segments') }}
),

customer_accounts as (
    select * from {{ ref('int_customer_accounts') }}
),

-- Several systems may tell several segments: what the account is comes before what a user is said
-- to be; of several users, the one that was created last, then the name.
ranked_users as (
    select
        users.customer_id,
        users.user_id,
        row_number() over (
            partition by users.customer_id
            order by
                users.created_at desc nulls last, user_segments.segment asc, users.user_id asc
        ) as user_rank
    from users
    inner join user_segments on users.user_id = user_segments.user_id
    left join customer_accounts on users.customer_id = customer_accounts.customer_id
    where customer_accounts.account_segment is null
),

told_periods as (
    select
        ranked_users.customer_id,
        user_segments.segment,
        user_segments.valid_from,
        user_segments.valid_to,
        user_segments.told_at,
        row_number() over (
            partition by ranked_users.customer_id, user_segments.valid_from
            order by user_segments.told_at desc nulls last, user_segments.segment asc
        ) as told_rank
    from ranked_users
    inner join user_segments on ranked_users.user_id = user_segments.user_id
    where ranked_users.user_rank = 1
),

by_user as (
    select
        customer_id,
        segment,
        valid_from,
        valid_to,
        told_at,
        lead(valid_from) over (
            partition by customer_id order by valid_from nulls first
        ) as next_valid_from
    from told_periods
    where told_rank = 1
),

final as (
    select
        customer_id,
        account_segment as segment,
        'account' as segment_source,
        cast(null as timestamp) as valid_from,
        cast(null as timestamp) as valid_to,
        cast(null as timestamp) as told_at
    from customer_accounts
    where account_segment is not null
    union all
    select
        customer_id,
        segment,
        'user' as segment_source,
        valid_from,
        least(valid_to, next_valid_from) as valid_to,
        told_at
    from by_user
)

select * from final
