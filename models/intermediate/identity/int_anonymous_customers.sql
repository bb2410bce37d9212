{{ config(
    materialized=incremental_or_table(),
    unique_key='anonymous_key',
    incremental_strategy='whole_table',
) }}
-- grain: one row per anonymous identifier that was ever told together with a user
with identity_links as (
    select * from {{ ref('int_identity_links') }}
),

users as (
    select * from {{ ref('int_users') }}
),

linked as (
    select
        {{ key_of([
            'identity_links.source_system', "'anonymous'", 'identity_links.native_anonymous_id',
        ]) }} as anonymous_key,
        identity_links.source_system,
        coalesce(
            users.customer_id,
            {{ key_of(['identity_links.source_system', 'identity_links.native_user_id']) }}
        ) as customer_id,
        identity_links.linked_at
    from identity_links
    left join users
        on
            {{ key_of(['identity_links.source_system', 'identity_links.native_user_id']) }}
            = users.user_id
),

counted as (
    select
        anonymous_key,
        source_system,
        min(customer_id) as first_customer_id,
        count(distinct customer_id) as customer_count,
        min(linked_at) as linked_at
    from linked
    group by anonymous_key, source_system
),

-- What two people did on one device cannot be told apart: it stays anonymous.
resolved as (
    select
        anonymous_key,
        source_system,
        case when customer_count = 1 then first_customer_id end as customer_id,
        customer_count,
        customer_count > 1 as is_shared_device,
        linked_at
    from counted
)

select * from resolved
