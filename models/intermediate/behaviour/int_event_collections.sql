{{ config(unique_key='source_system', incremental_strategy='whole_table') }}
-- grain: one row per source of product and web events, with the moment from which it tells them
with product_events as (
    select
        source_system,
        occurred_at
    from {{ ref('int_product_events') }}
),

collections as (
    select
        source_system,
        min(occurred_at) as collected_from
    from product_events
    group by source_system
)

select * from collections
