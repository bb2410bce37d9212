{{ config(severity='warn') }}
-- Rows: sources with payments, refunds or beginnings of subscriptions more than a day later than
-- anything else that was landed; they are left out until then.
with moments as (
    select
        'orders' as records,
        source_system,
        ordered_at as happened_at
    from {{ ref('int_orders') }}
    union all
    select
        'refunds' as records,
        source_system,
        refunded_at as happened_at
    from {{ ref('int_refunds') }}
    union all
    select
        'subscriptions' as records,
        source_system,
        started_at as happened_at
    from {{ ref('int_subscriptions') }}
)

select
    moments.records,
    moments.source_system,
    count(*) as row_count,
    max(moments.happened_at) as latest_at
from moments
cross join {{ ref('int_as_of') }} as as_of
where {{ seconds_between('as_of.as_of_at', 'moments.happened_at') }} > 86400
group by moments.records, moments.source_system
