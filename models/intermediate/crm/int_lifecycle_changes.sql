{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = ['source_system', 'native_user_id', 'source_stage', 'changed_at'] -%}
-- grain: one row per user of a CRM and change of the lifecycle stage
with changes as (
    {{ union_adapters('lifecycle_changes', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

stage_mappings as (
    select * from {{ ref('lifecycle_stage_mappings') }}
),

keyed as (
    select
        *,
        {{ key_of(['source_system', 'native_user_id']) }} as user_id
    from changes
),

final as (
    select
        keyed.user_id,
        keyed.source_system,
        coalesce(users.customer_id, keyed.user_id) as customer_id,
        keyed.source_stage,
        stage_mappings.journey_stage as lifecycle_stage,
        stage_mappings.is_qualified_lead,
        keyed.changed_at
    from keyed
    left join users on keyed.user_id = users.user_id
    left join stage_mappings
        on
            keyed.source_system = stage_mappings.source_system
            and keyed.source_stage = stage_mappings.source_stage
)

select * from final
