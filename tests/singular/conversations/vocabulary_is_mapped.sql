-- Every value that a source uses for a controlled vocabulary has a row in seeds/vocabulary. A row
-- here is a value without one: add it to the seed named in `vocabulary`, or correct the source.
with threads as (
    select * from {{ ref('int_threads') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

thread_events as (
    select * from {{ ref('int_thread_events') }}
),

survey_answers as (
    select * from {{ ref('int_survey_answers') }}
),

handoff_records as (
    select * from {{ ref('int_handoff_records') }}
),

used_values as (
    select
        source_system,
        'channel_mappings' as vocabulary,
        source_channel as used_value,
        channel is not null as is_mapped
    from threads
    union all
    select
        source_system,
        'channel_mappings' as vocabulary,
        source_channel as used_value,
        channel is not null as is_mapped
    from messages
    union all
    select
        source_system,
        'severity_mappings' as vocabulary,
        source_severity as used_value,
        severity is not null or source_severity is null as is_mapped
    from threads
    union all
    select
        source_system,
        'journey_stages' as vocabulary,
        journey_stage as used_value,
        journey_stage in (select known.journey_stage from {{ ref('journey_stages') }} as known)
            as is_mapped
    from threads
    union all
    select
        source_system,
        'intents' as vocabulary,
        intent as used_value,
        intent is null or intent in (select known.intent from {{ ref('intents') }} as known)
            as is_mapped
    from threads
    union all
    select
        source_system,
        'intents' as vocabulary,
        intent as used_value,
        intent is null or intent in (select known.intent from {{ ref('intents') }} as known)
            as is_mapped
    from messages
    union all
    select
        source_system,
        'thread_statuses' as vocabulary,
        status as used_value,
        status is null or status in (select known.status from {{ ref('thread_statuses') }} as known)
            as is_mapped
    from threads
    union all
    select
        source_system,
        'thread_statuses' as vocabulary,
        event_value as used_value,
        event_value is null
        or event_value in (select known.status from {{ ref('thread_statuses') }} as known)
            as is_mapped
    from thread_events
    where event_type = 'status'
    union all
    select
        source_system,
        'author_roles' as vocabulary,
        author_role as used_value,
        author_role in (select known.author_role from {{ ref('author_roles') }} as known)
            as is_mapped
    from messages
    union all
    select
        source_system,
        'survey_measures' as vocabulary,
        measure as used_value,
        measure in (select known.measure from {{ ref('survey_measures') }} as known) as is_mapped
    from survey_answers
    union all
    select
        handoff_records.source_system,
        'handoff_trigger_mappings' as vocabulary,
        handoff_records.trigger as used_value,
        handoff_records.trigger is null
        or handoff_trigger_mappings.escalation_trigger is not null as is_mapped
    from handoff_records
    left join {{ ref('handoff_trigger_mappings') }} as handoff_trigger_mappings
        on
            handoff_records.source_system = handoff_trigger_mappings.source_system
            and handoff_records.trigger = handoff_trigger_mappings.source_trigger
),

unmapped as (
    select
        source_system,
        vocabulary,
        used_value,
        count(*) as row_count
    from used_values
    where not is_mapped
    group by source_system, vocabulary, used_value
)

select * from unmapped
