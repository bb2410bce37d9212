{{ config(
    materialized=incremental_or_table(),
    unique_key=[],
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_account_id', 'account_segment', 'employee_count', 'annual_revenue',
] -%}
-- grain: one row per account: its segment and class of employees, told by a source or its size
with accounts as (
    {{ union_adapters('accounts', columns) }}
),

bands as (
    select * from {{ ref('account_bands') }}
),

sizes as (
    select
        source_system,
        native_account_id,
        'employee_count' as measure,
        1 as precedence,
        cast(employee_count as double) as size_value
    from accounts
    where employee_count is not null
    union all
    select
        source_system,
        native_account_id,
        'annual_revenue' as measure,
        2 as precedence,
        annual_revenue as size_value
    from accounts
    where annual_revenue is not null
),

ranked as (
    select
        sizes.source_system,
        sizes.native_account_id,
        bands.band_type,
        bands.band,
        row_number() over (
            partition by sizes.source_system, sizes.native_account_id, bands.band_type
            order by sizes.precedence asc, bands.at_least desc
        ) as band_rank
    from sizes
    inner join bands
        on sizes.measure = bands.measure and sizes.size_value >= bands.at_least
),

chosen as (
    select
        source_system,
        native_account_id,
        max(case when band_type = 'segment' then band end) as segment,
        max(case when band_type = 'employee_band' then band end) as employee_band
    from ranked
    where band_rank = 1
    group by source_system, native_account_id
),

final as (
    select
        accounts.source_system,
        accounts.native_account_id,
        coalesce(accounts.account_segment, chosen.segment) as segment,
        chosen.employee_band
    from accounts
    left join chosen
        on
            accounts.source_system = chosen.source_system
            and accounts.native_account_id = chosen.native_account_id
)

select * from final
