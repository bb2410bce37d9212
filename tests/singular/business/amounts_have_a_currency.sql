{{ config(severity='warn') }}
-- Rows: billing sources with amounts that name no currency; these amounts are left out of every
-- figure in euros.
with amounts as (
    select
        'orders' as records,
        source_system
    from {{ ref('int_orders') }}
    where currency is null or currency = ''
    union all
    select
        'subscriptions' as records,
        source_system
    from {{ ref('int_subscriptions') }}
    where monthly_amount is not null and (currency is null or currency = '')
)

select
    records,
    source_system,
    count(*) as row_count
from amounts
group by records, source_system
