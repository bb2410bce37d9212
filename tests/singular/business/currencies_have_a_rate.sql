-- Rows: currencies of amounts without a rate into the reporting currency on that day. Their amounts
-- would be left out of every figure: add the rate to seeds/scoring/exchange_rates.csv (and the
-- currency to seeds/vocabulary/currencies.csv).
with amounts as (
    select
        'orders' as records,
        source_system,
        currency,
        units_per_euro
    from {{ ref('int_orders') }}
    union all
    select
        'refunds' as records,
        source_system,
        currency,
        units_per_euro
    from {{ ref('int_refunds') }}
    union all
    select
        'subscriptions' as records,
        source_system,
        currency,
        units_per_euro
    from {{ ref('int_subscriptions') }}
    where monthly_amount is not null
    union all
    select
        'cost_rates' as records,
        source_system,
        currency,
        amount_eur / nullif(amount, 0) as units_per_euro
    from {{ ref('int_cost_rates') }}
    where amount <> 0
)

select
    records,
    source_system,
    currency,
    count(*) as row_count
from amounts
where currency is not null and units_per_euro is null
group by records, source_system, currency
