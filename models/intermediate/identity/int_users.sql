{{ config(
    materialized=incremental_or_table(),
    unique_key='user_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per user of a source system, with the key of the person behind it
with user_records as (
    select * from {{ ref('int_user_records') }}
),

identity_groups as (
    select * from {{ ref('int_identity_groups') }}
),

final as (
    select
        user_records.user_id,
        user_records.source_system,
        user_records.native_user_id,
        split_part(identity_groups.person_name, '|', 2) as customer_id,
        user_records.account_id,
        identity_groups.match_method,
        user_records.email_domain,
        user_records.author_role,
        user_records.segment,
        user_records.language,
        user_records.is_active,
        identity_groups.is_merge_error,
        user_records.created_at
    from user_records
    inner join identity_groups on user_records.user_id = identity_groups.user_id
)

select * from final
