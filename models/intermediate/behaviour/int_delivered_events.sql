{{ config(materialized='view') }}
{%- set columns = [
    'event_id', 'source_system', 'native_event_id', 'native_user_id', 'native_anonymous_id', 'native_task_id',
    'campaign_id', 'source_event', 'page', 'task_name', 'step', 'element',
    'referrer', 'landing_intent', 'scroll_depth', 'engaged_seconds', 'occurred_at',
] -%}
-- grain: one row per product or web event of any source, with the keys of who did it
with product_events as (
    {{ union_adapters('product_events', columns) }}
),

keyed as (
    select
        *,
        {{ key_of(['source_system', 'native_user_id']) }} as user_key,
        {{ key_of(['source_system', "'anonymous'", 'native_anonymous_id']) }} as anonymous_key
    from product_events
)

select * from keyed
