{{ config(
    meta={
        'touched_by': {'int_event_collections': {
            'key': 'source_system', 'through': 'int_product_events', 'column': 'source_system',
        }},
        'unsettled': {
            'where': 'signed_up_at >= settling_since or trial_started_at >= settling_since',
        },
    },
) }}
-- grain: one row per customer or visitor seen in the product: first moments of the journey
with product_events as (
    select * from {{ ref('int_product_events') }}
),

uses as (
    select
        customer_id,
        event_type,
        occurred_at
    from {{ ref('int_product_events') }}
    where event_type in ('first_value', 'feature_use')
),

subscriptions as (
    select * from {{ ref('int_subscriptions') }}
),

orders as (
    select * from {{ ref('int_orders') }}
),

parameters as (
    select
        {{ metric_parameter('first_value_target_seconds') }} as first_value_target_seconds,
        {{ metric_parameter('activation_window_seconds') }} as activation_window_seconds,
        {{ metric_parameter('trial_activation_window_seconds') }} as trial_window_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

-- Who signed up before events were collected may have reached first value unseen.
collections as (
    select * from {{ ref('int_event_collections') }}
),

first_events as (
    select
        product_events.customer_id,
        max(collections.collected_from) as collected_from,
        min(product_events.occurred_at) as first_seen_at,
        min(case when product_events.event_type = 'sign_up' then product_events.occurred_at end)
            as sign_up_at,
        min(case when product_events.event_type = 'trial_start' then product_events.occurred_at end)
            as trial_started_at,
        count(case when product_events.is_known_customer then 1 end) > 0 as is_known_customer
    from product_events
    inner join collections on product_events.source_system = collections.source_system
    group by product_events.customer_id
),

first_subscriptions as (
    select
        customer_id,
        min(started_at) as subscribed_at
    from subscriptions
    group by customer_id
),

first_orders as (
    select
        customer_id,
        min(ordered_at) as first_ordered_at
    from orders
    group by customer_id
),

begun as (
    select
        first_events.*,
        case
            when
                coalesce(first_events.sign_up_at, first_subscriptions.subscribed_at)
                >= first_events.collected_from
                then coalesce(first_events.sign_up_at, first_subscriptions.subscribed_at)
        end as signed_up_at,
        -- A purchase before the first visit that was seen tells nothing of its length.
        case
            when first_orders.first_ordered_at < first_events.first_seen_at then null
            else first_events.first_seen_at
        end as purchase_path_from,
        first_orders.first_ordered_at
    from first_events
    left join first_subscriptions on first_events.customer_id = first_subscriptions.customer_id
    left join first_orders on first_events.customer_id = first_orders.customer_id
),

values_seen as (
    select
        begun.customer_id,
        min(
            case
                when
                    uses.event_type = 'first_value'
                    and uses.occurred_at >= begun.signed_up_at
                    then uses.occurred_at
            end
        ) as first_value_at,
        min(
            case
                when uses.occurred_at > begun.trial_started_at
                    then uses.occurred_at
            end
        ) as trial_used_at
    from begun
    inner join uses on begun.customer_id = uses.customer_id
    group by begun.customer_id
),

measured as (
    select
        begun.customer_id,
        {{ seconds_between('begun.signed_up_at', 'values_seen.first_value_at') }}
            as first_value_seconds,
        {{ seconds_between('begun.purchase_path_from', 'begun.first_ordered_at') }}
            as purchase_seconds,
        {{ seconds_between('begun.trial_started_at', 'values_seen.trial_used_at') }}
            as trial_use_seconds,
        {{ seconds_between('begun.signed_up_at', 'parameters.as_of_at') }} as seconds_signed_up,
        {{ seconds_between('begun.trial_started_at', 'parameters.as_of_at') }} as seconds_in_trial,
        begun.is_known_customer,
        parameters.first_value_target_seconds,
        parameters.activation_window_seconds,
        parameters.trial_window_seconds,
        begun.first_seen_at,
        begun.trial_started_at,
        begun.signed_up_at,
        values_seen.first_value_at,
        values_seen.trial_used_at,
        begun.purchase_path_from,
        begun.first_ordered_at
    from begun
    cross join parameters
    left join values_seen on begun.customer_id = values_seen.customer_id
),

judged as (
    select
        customer_id,
        first_value_seconds,
        purchase_seconds,
        is_known_customer,
        case
            when seconds_signed_up >= first_value_target_seconds
                then coalesce(first_value_seconds <= first_value_target_seconds, false)
        end as is_first_value_on_time,
        case
            when seconds_signed_up >= activation_window_seconds
                then coalesce(first_value_seconds <= activation_window_seconds, false)
        end as is_activated,
        case
            when seconds_in_trial >= trial_window_seconds
                then coalesce(trial_use_seconds <= trial_window_seconds, false)
        end as is_trial_activated,
        first_seen_at,
        trial_started_at,
        signed_up_at,
        first_value_at,
        trial_used_at,
        purchase_path_from,
        first_ordered_at
    from measured
)

select * from judged
