{%- set columns = [
    'source_system', 'native_event_id', 'native_user_id', 'native_anonymous_id', 'source_event',
    'page', 'native_task_id', 'step', 'native_web_session_id', 'occurred_at',
] -%}
-- grain: one row per product or web event, under its name in the event taxonomy
with product_events as (
    {{ union_adapters('product_events', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

event_mappings as (
    select * from {{ ref('event_mappings') }}
),

keyed as (
    select
        {{ key_of(['product_events.source_system', 'product_events.native_event_id']) }}
            as event_id,
        product_events.source_system,
        {{ key_of(['product_events.source_system', 'product_events.native_task_id']) }}
            as task_id,
        {{ key_of(['product_events.source_system', 'product_events.native_web_session_id']) }}
            as native_web_session_key,
        -- A visitor whom no source knows is still one visitor.
        coalesce(
            users.customer_id,
            {{ key_of(['product_events.source_system', 'product_events.native_user_id']) }},
            {{ key_of([
                'product_events.source_system', "'anonymous'",
                'product_events.native_anonymous_id',
            ]) }}
        ) as customer_id,
        product_events.source_event,
        event_mappings.event_type,
        product_events.page,
        product_events.step,
        users.customer_id is not null as is_known_customer,
        product_events.occurred_at
    from product_events
    left join users
        on
            {{ key_of(['product_events.source_system', 'product_events.native_user_id']) }}
            = users.user_id
    left join event_mappings
        on
            product_events.source_system = event_mappings.source_system
            and product_events.source_event = event_mappings.source_event
)

select * from keyed
