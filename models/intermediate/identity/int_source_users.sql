{%- set columns = [
    'source_system', 'native_user_id', 'external_id', 'account_id', 'email', 'author_role',
    'segment', 'language', 'is_active', 'created_at',
] -%}
-- grain: one row per user of a source system, as its adapter tells
with users as (
    {{ union_adapters('users', columns) }}
)

select * from users
