-- grain: one row per source system
-- A user is matched when another source system knows the same person; staff is not counted.
with users as (
    select * from {{ ref('int_users') }}
),

user_records as (
    select * from {{ ref('int_user_records') }}
),

tokens as (
    select * from {{ ref('int_identity_tokens') }}
),

customers as (
    select
        customer_id,
        count(distinct source_system) as source_system_count
    from users
    group by customer_id
),

left_out as (
    select
        user_id,
        max(case when left_out_because = 'shared_address' then 1 else 0 end) as is_shared_address,
        max(case when left_out_because = 'contradicts_email' then 1 else 0 end) as is_contradicted
    from tokens
    group by user_id
),

described as (
    select
        users.source_system,
        customers.source_system_count > 1 as is_matched,
        users.match_method,
        users.is_merge_error,
        coalesce(left_out.is_shared_address, 0) as is_shared_address,
        coalesce(left_out.is_contradicted, 0) as is_contradicted
    from users
    inner join user_records on users.user_id = user_records.user_id
    inner join customers on users.customer_id = customers.customer_id
    left join left_out on users.user_id = left_out.user_id
    where user_records.side = 'customer'
),

counted as (
    select
        source_system,
        count(*) as user_count,
        sum(case when is_matched and match_method = 'email' then 1 else 0 end)
            as matched_by_email_count,
        sum(case when is_matched and match_method = 'external_id' then 1 else 0 end)
            as matched_by_external_id_count,
        sum(case when is_matched then 0 else 1 end) as unmatched_count,
        sum(case when is_merge_error then 1 else 0 end) as merge_error_count,
        sum(is_shared_address) as shared_address_count,
        sum(is_contradicted) as contradicted_id_count
    from described
    group by source_system
),

final as (
    select
        source_system,
        user_count,
        cast(matched_by_email_count as bigint) as matched_by_email_count,
        cast(matched_by_external_id_count as bigint) as matched_by_external_id_count,
        cast(unmatched_count as bigint) as unmatched_count,
        cast(merge_error_count as bigint) as merge_error_count,
        cast(shared_address_count as bigint) as shared_address_count,
        cast(contradicted_id_count as bigint) as contradicted_id_count,
        cast(matched_by_email_count + matched_by_external_id_count as double) / user_count
            as matched_share
    from counted
)

select * from final
