-- grain: one row per landed subscription and period that came to its end or will
with subscriptions as (
    select * from {{ ref('int_subscriptions__landing') }}
),

parameters as (
    select {{ metric_parameter('mean_month_seconds') }} as mean_month_seconds
),

numbers as (
    {{ whole_numbers(3) | indent(4) }}
),

-- Without an interval only the last period is known, and a last period that is over is one that was
-- not renewed: counted alone, such periods would make every renewal rate zero.
spans as (
    select
        subscriptions.native_subscription_id,
        subscriptions.started_at,
        subscriptions.cancelled_at,
        subscriptions.renewal_due_at,
        {{ seconds_between('subscriptions.started_at', 'subscriptions.renewal_due_at') }}
            as span_seconds,
        round(
            {{ seconds_between('subscriptions.started_at', 'subscriptions.renewal_due_at') }}
            / (subscriptions.interval_months * parameters.mean_month_seconds)
        ) as period_count
    from subscriptions
    cross join parameters
    where
        subscriptions.interval_months > 0
        and subscriptions.renewal_due_at > subscriptions.started_at
),

periods as (
    select
        spans.*,
        numbers.n as period_number,
        case
            when numbers.n = spans.period_count then spans.renewal_due_at
            else
                {{ add_seconds(
                    'spans.started_at', 'numbers.n * spans.span_seconds / spans.period_count'
                ) | indent(16) }}
        end as due_at
    from spans
    inner join numbers on spans.period_count >= numbers.n and numbers.n >= 1
),

-- A period that another one follows was renewed; of the last one only a cancellation is known.
conformed as (
    select
        'landing' as source_system,
        native_subscription_id,
        due_at,
        case when period_number < period_count then due_at end as renewed_at,
        case when period_number = period_count then cancelled_at end as lapsed_at
    from periods
)

select * from conformed
