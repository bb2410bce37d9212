{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_user_id', 'purpose', 'is_granted', 'changed_at',
] -%}
-- grain: one row per change of a person's consent to a purpose, in the system that was told
with consents as (
    {{ union_adapters('consents', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

withdrawals as (
    select * from {{ ref('int_consent_withdrawals') }}
),

keyed as (
    select
        consents.source_system,
        {{ key_of(['consents.source_system', 'consents.native_user_id']) }} as user_id,
        coalesce(
            users.customer_id,
            {{ key_of(['consents.source_system', 'consents.native_user_id']) }}
        ) as customer_id,
        consents.purpose,
        consents.is_granted,
        consents.changed_at
    from consents
    left join users
        on
            {{ key_of(['consents.source_system', 'consents.native_user_id']) }}
            = users.user_id
),

final as (
    select
        source_system,
        user_id,
        customer_id,
        purpose,
        is_granted,
        changed_at
    from keyed
    union all
    select
        source_system,
        cast(null as string) as user_id,
        customer_id,
        purpose,
        is_granted,
        changed_at
    from withdrawals
)

select * from final
