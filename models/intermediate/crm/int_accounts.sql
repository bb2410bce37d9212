{{ config(
    materialized=incremental_or_table(),
    unique_key='account_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_account_id', 'industry', 'region', 'business_model', 'employee_count',
    'created_at',
] -%}
-- grain: one row per account that a source describes
with accounts as (
    {{ union_adapters('accounts', columns) }}
),

bands as (
    select * from {{ ref('int_account_bands') }}
),

keyed as (
    select
        {{ key_of(['accounts.source_system', 'accounts.native_account_id']) }} as account_id,
        accounts.source_system,
        bands.segment as account_segment,
        bands.employee_band,
        accounts.industry,
        accounts.region,
        accounts.business_model,
        accounts.employee_count,
        accounts.created_at
    from accounts
    left join bands
        on
            accounts.source_system = bands.source_system
            and accounts.native_account_id = bands.native_account_id
)

select * from keyed
