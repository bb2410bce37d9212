{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per public reply of a bot or a person and tone tag
with message_signals as (
    select * from {{ ref('int_message_signals') }}
),

tone_tags as (
    select * from {{ ref('tone_tags') }}
),

message_tone as (
    select * from {{ ref('int_message_tone') }}
),

message_templates as (
    select * from {{ ref('int_message_templates') }}
),

tagged_by_acts as (
    select distinct
        message_signals.message_id,
        message_signals.thread_id,
        message_signals.session_id,
        tone_tags.tone_tag,
        'lexicon' as method
    from message_signals
    inner join tone_tags on message_signals.signal = tone_tags.signal
),

tagged_by_templates as (
    select
        message_tone.message_id,
        message_tone.thread_id,
        message_tone.session_id,
        'oddly_scripted' as tone_tag,
        'template_share' as method
    from message_tone
    inner join message_templates on message_tone.message_id = message_templates.message_id
    where
        message_templates.template_share >= {{ metric_parameter('generic_min_template_share') }}
),

final as (
    select * from tagged_by_acts
    union all
    select * from tagged_by_templates
)

select * from final
