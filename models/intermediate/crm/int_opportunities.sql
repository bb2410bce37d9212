{{ config(
    materialized=incremental_or_table(),
    unique_key='opportunity_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_opportunity_id', 'native_account_id', 'native_user_id', 'source_type',
    'source_stage', 'currency', 'amount', 'is_won', 'is_closed', 'created_at', 'closed_at',
] -%}
-- grain: one row per opportunity of a CRM, as it stands now
with opportunities as (
    {{ union_adapters('opportunities', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

type_mappings as (
    select * from {{ ref('opportunity_type_mappings') }}
),

stage_mappings as (
    select * from {{ ref('opportunity_stage_mappings') }}
),

stages as (
    select * from {{ ref('opportunity_stages') }}
),

-- Where an account is one person, its opportunities are that person's.
only_customers as (
    select
        account_id,
        min(customer_id) as customer_id
    from users
    where account_id is not null
    group by account_id
    having count(distinct customer_id) = 1
),

keyed as (
    select
        *,
        {{ key_of(['source_system', 'native_account_id']) }} as account_id,
        {{ key_of(['source_system', 'native_user_id']) }} as user_id
    from opportunities
),

resolved as (
    select
        {{ key_of(['keyed.source_system', 'keyed.native_opportunity_id']) }} as opportunity_id,
        keyed.source_system,
        coalesce(keyed.account_id, users.account_id) as account_id,
        coalesce(users.customer_id, keyed.user_id, only_customers.customer_id) as customer_id,
        keyed.source_type,
        type_mappings.opportunity_type,
        keyed.source_stage as stage_name,
        stage_mappings.opportunity_stage,
        keyed.currency,
        keyed.amount,
        coalesce(keyed.is_won, stage_mappings.opportunity_stage = 'won') as is_marked_won,
        coalesce(keyed.is_closed, stages.is_closed, keyed.closed_at is not null) as is_closed,
        keyed.created_at,
        keyed.closed_at
    from keyed
    left join users on keyed.user_id = users.user_id
    left join only_customers on keyed.account_id = only_customers.account_id
    left join type_mappings
        on
            keyed.source_system = type_mappings.source_system
            and keyed.source_type = type_mappings.source_type
    left join stage_mappings
        on
            keyed.source_system = stage_mappings.source_system
            and keyed.source_stage = stage_mappings.source_stage
    left join stages on stage_mappings.opportunity_stage = stages.opportunity_stage
),

-- Of an open opportunity, the day of closing is a hope.
final as (
    select
        opportunity_id,
        source_system,
        account_id,
        customer_id,
        source_type,
        opportunity_type,
        stage_name,
        opportunity_stage,
        currency,
        amount,
        case when is_closed then is_marked_won end as is_won,
        is_closed,
        created_at,
        case when is_closed then closed_at end as closed_at
    from resolved
)

select * from final
