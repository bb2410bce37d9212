{{ config(
    materialized=incremental_or_table(),
    unique_key=[],
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_anonymous_id', 'native_user_id', 'linked_at',
] -%}
-- grain: one row per anonymous identifier and user of a source that were told together
with identity_links as (
    {{ union_adapters('identity_links', columns) }}
)

select * from identity_links
