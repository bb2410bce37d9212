{%- set period = 'period_grain, period_start' -%}
-- grain: one row per journey stage, segment, period and jackknife group; 'all' are the roll-ups
with parameters as (
    select {{ metric_parameter('jackknife_groups') }} as jackknife_groups
),

-- Whatever kind of record a customer was seen in.
cells as (
    select distinct
        customer_id,
        journey_stage,
        segment,
        {{ period }}
    from {{ ref('int_customer_metrics') }}
    where records <> 'latencies'
),

several as (
    {{ customers_of_several('cells') }}
),

cell_by_cell as (
    select
        case when several.customer_id is null then 'one' else 'stages' end as customer_kind,
        cells.customer_id,
        cells.journey_stage,
        cells.segment,
        cells.period_grain,
        cells.period_start
    from cells
    left join several
        on
            cells.customer_id = several.customer_id
            and cells.period_grain = several.period_grain
            and cells.period_start = several.period_start
    where several.customer_id is null or several.only_segment is not null
),

together as (
    select
        'together' as customer_kind,
        customer_id,
        cast(null as string) as journey_stage,
        only_segment as segment,
        {{ period }}
    from several
    where only_segment is not null
),

cube as (
    select
        'cube' as customer_kind,
        cells.customer_id,
        coalesce(cells.journey_stage, 'all') as journey_stage,
        coalesce(cells.segment, 'all') as segment,
        cells.period_grain,
        cells.period_start
    from cells
    inner join several
        on
            cells.customer_id = several.customer_id
            and cells.period_grain = several.period_grain
            and cells.period_start = several.period_start
    where several.only_segment is null
    group by
        cells.customer_id,
        cells.period_grain,
        cells.period_start,
        cube(cells.journey_stage, cells.segment)
),

customers as (
    select * from cell_by_cell
    union all
    select * from together
    union all
    select * from cube
),

counted as (
    select
        customers.customer_kind,
        {{ hash_bucket('customers.customer_id', 'parameters.jackknife_groups') }}
            as jackknife_group,
        customers.journey_stage,
        customers.segment,
        customers.period_grain,
        customers.period_start,
        count(*) as customer_count
    from customers
    cross join parameters
    group by
        customers.customer_kind,
        {{ hash_bucket('customers.customer_id', 'parameters.jackknife_groups') }},
        customers.journey_stage,
        customers.segment,
        customers.period_grain,
        customers.period_start
),

rolled_up as (
    {{ customer_rollups('counted', [
        'jackknife_group', 'period_grain', 'period_start', 'customer_count',
    ]) }}
),

observed as (
    select
        journey_stage,
        segment,
        period_grain,
        jackknife_group,
        cast(sum(customer_count) as bigint) as customer_count,
        period_start
    from rolled_up
    group by journey_stage, segment, period_grain, jackknife_group, period_start
)

select * from observed
