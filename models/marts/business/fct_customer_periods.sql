{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per paying customer and 30 days since the first paid day, begun so far
with subscription_periods as (
    select * from {{ ref('int_subscription_periods') }}
),

changes as (
    select * from {{ ref('int_subscription_changes') }}
),

product_events as (
    select * from {{ ref('int_product_events') }}
),

event_types as (
    select * from {{ ref('event_types') }}
),

sessions as (
    select * from {{ ref('fct_sessions') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stage_periods') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

parameters as (
    select
        {{ metric_parameter('retention_window_seconds') }} as window_seconds,
        {{ metric_parameter('repeat_usage_minimum_days') }} as usage_minimum_days,
        as_of_at
    from {{ ref('int_as_of') }}
),

numbers as (
    {{ whole_numbers(3) | indent(4) }}
),

customers as (
    select
        customer_id,
        min(valid_from) as first_paid_at
    from subscription_periods
    group by customer_id
),

numbered as (
    select
        customers.customer_id,
        numbers.n as period_number,
        customers.first_paid_at,
        {{ add_seconds('customers.first_paid_at', 'numbers.n * parameters.window_seconds') }}
            as began_at,
        {{ add_seconds('customers.first_paid_at', '(numbers.n + 1) * parameters.window_seconds') }}
            as ended_at,
        parameters.usage_minimum_days,
        parameters.as_of_at
    from customers
    cross join parameters
    inner join numbers
        on
            numbers.n * parameters.window_seconds
            <= {{ seconds_between('customers.first_paid_at', 'parameters.as_of_at') }}
),

-- What is in force at the first and at the last moment of a period.
in_force as (
    select
        numbered.customer_id,
        numbered.period_number,
        subscription_periods.monthly_amount_eur,
        subscription_periods.valid_from <= numbered.began_at
        and subscription_periods.valid_until > numbered.began_at as is_at_begin,
        subscription_periods.valid_from <= numbered.ended_at
        and subscription_periods.valid_until > numbered.ended_at as is_at_end
    from numbered
    inner join subscription_periods
        on numbered.customer_id = subscription_periods.customer_id
),

amounts as (
    select
        customer_id,
        period_number,
        count(case when is_at_begin then 1 end) as count_at_begin,
        count(case when is_at_end then 1 end) as count_at_end,
        {{ exact_sum('case when is_at_begin then monthly_amount_eur end', 'decimal(18, 6)') }}
            as amount_at_begin,
        {{ exact_sum('case when is_at_end then monthly_amount_eur end', 'decimal(18, 6)') }}
            as amount_at_end
    from in_force
    group by customer_id, period_number
),

-- Not every biller tells upgrades; where the product saw one completed, it was one.
happenings as (
    select
        customer_id,
        change as happening,
        changed_at as happened_at
    from changes
    where change in ('upgraded', 'cancelled')
    union all
    select
        customer_id,
        'upgraded' as happening,
        occurred_at as happened_at
    from product_events
    where event_type = 'upgrade_complete'
),

usage_events as (
    select
        product_events.customer_id,
        product_events.occurred_at
    from product_events
    inner join event_types on product_events.event_type = event_types.event_type
    where event_types.event_family = 'product'
),

usage_coverage as (
    select min(occurred_at) as first_usage_at from usage_events
),

happened as (
    select
        numbered.customer_id,
        numbered.period_number,
        count(case when happenings.happening = 'upgraded' then 1 end) as upgrade_count,
        count(case when happenings.happening = 'cancelled' then 1 end) as cancel_count
    from numbered
    inner join happenings
        on
            numbered.customer_id = happenings.customer_id
            and numbered.began_at <= happenings.happened_at
            and numbered.ended_at > happenings.happened_at
    group by numbered.customer_id, numbered.period_number
),

used as (
    select
        numbered.customer_id,
        numbered.period_number,
        count(distinct cast(usage_events.occurred_at as date)) as usage_day_count
    from numbered
    inner join usage_events
        on
            numbered.customer_id = usage_events.customer_id
            and numbered.began_at <= usage_events.occurred_at
            and numbered.ended_at > usage_events.occurred_at
    group by numbered.customer_id, numbered.period_number
),

contacted as (
    select
        numbered.customer_id,
        numbered.period_number,
        count(*) as contact_count
    from numbered
    inner join sessions
        on
            numbered.customer_id = sessions.customer_id
            and numbered.began_at <= sessions.arrival_at
            and numbered.ended_at > sessions.arrival_at
    group by numbered.customer_id, numbered.period_number
),

contact_coverage as (
    select min(arrival_at) as first_contact_at from sessions
),

joined as (
    select
        numbered.*,
        coalesce(customer_stages.journey_stage, 'unknown') as journey_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        amounts.amount_at_begin,
        amounts.amount_at_end,
        amounts.count_at_begin > 0 as is_active_at_begin,
        amounts.count_at_end > 0 as is_in_force_at_end,
        coalesce(happened.upgrade_count, 0) as upgrade_count,
        coalesce(happened.cancel_count, 0) as cancel_count,
        case
            when usage_coverage.first_usage_at <= numbered.began_at
                then coalesce(used.usage_day_count, 0)
        end as usage_day_count,
        case
            when contact_coverage.first_contact_at <= numbered.began_at
                then coalesce(contacted.contact_count, 0)
        end as contact_count,
        numbered.ended_at <= numbered.as_of_at as is_over
    from numbered
    cross join usage_coverage
    cross join contact_coverage
    inner join amounts
        on
            numbered.customer_id = amounts.customer_id
            and numbered.period_number = amounts.period_number
    left join happened
        on
            numbered.customer_id = happened.customer_id
            and numbered.period_number = happened.period_number
    left join used
        on
            numbered.customer_id = used.customer_id
            and numbered.period_number = used.period_number
    left join contacted
        on
            numbered.customer_id = contacted.customer_id
            and numbered.period_number = contacted.period_number
    left join customer_segments on numbered.customer_id = customer_segments.customer_id
    left join customer_stages
        on
            numbered.customer_id = customer_stages.customer_id
            and numbered.began_at >= customer_stages.valid_from
            and numbered.began_at < customer_stages.valid_until
),

described as (
    select
        {{ key_of(['customer_id', 'period_number']) }} as customer_period_id,
        customer_id,
        journey_stage,
        segment,
        cast(period_number as bigint) as period_number,
        case when is_active_at_begin then amount_at_begin end as monthly_amount_begin_eur,
        case
            when is_over and is_in_force_at_end then amount_at_end
            when is_over then 0
        end as monthly_amount_end_eur,
        case when is_over and is_active_at_begin then contact_count end as contact_count,
        case when is_over and is_active_at_begin then usage_day_count end as usage_day_count,
        is_active_at_begin,
        case when is_over then is_in_force_at_end end as is_active_at_end,
        case when is_over and is_active_at_begin then is_in_force_at_end end as is_retained,
        case when is_over and is_active_at_begin then cancel_count > 0 end as has_cancelled,
        case when is_over and is_active_at_begin then upgrade_count > 0 end as has_upgraded,
        case
            when is_over and is_active_at_begin then usage_day_count >= usage_minimum_days
        end as is_repeat_user,
        cast({{ dbt.date_trunc('month', 'first_paid_at') }} as date) as cohort_month,
        began_at,
        ended_at
    from joined
)

select * from described
