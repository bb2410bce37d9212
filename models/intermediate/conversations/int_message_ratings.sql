{{ config(unique_key='message_id', incremental_strategy='whole_table') }}
{%- set columns = [
    'source_system', 'native_rating_id', 'native_message_id', 'native_thread_id', 'rater_id',
    'rater_type', 'rubric_version', 'item', 'score', 'confidence', 'rated_at',
] -%}
-- grain: one row per rated message, rubric item and rater: what a person or a judge says of it
with ratings as (
    {{ union_adapters('message_ratings', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_rating_id']) }} as rating_id,
        {{ key_of(['source_system', 'native_message_id']) }} as message_id,
        {{ key_of(['source_system', 'native_thread_id']) }} as thread_id,
        rater_id,
        rater_type,
        rubric_version,
        item,
        score,
        confidence,
        rated_at
    from ratings
)

select * from keyed
