{{ config(
    materialized=incremental_or_table(),
    unique_key='response_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per response, with its person, what it measures and what was sent along with it
with responses as (
    select * from {{ ref('stg_delighted__responses') }}
),

response_properties as (
    select * from {{ ref('stg_delighted__response_properties') }}
),

people as (
    select * from {{ ref('stg_delighted__people') }}
),

survey_field_mappings as (
    select * from {{ ref('survey_field_mappings') }}
    where source_system = 'delighted'
),

question_mappings as (
    select * from {{ ref('question_mappings') }}
    where source_system = 'delighted'
),

fields as (
    select
        response_properties.response_id,
        survey_field_mappings.attribute,
        survey_field_mappings.thread_source_system,
        response_properties.property_value as field_value,
        row_number() over (
            partition by response_properties.response_id, survey_field_mappings.attribute
            order by response_properties.property_name
        ) as field_rank
    from response_properties
    inner join survey_field_mappings
        on lower(response_properties.property_name) = survey_field_mappings.field_name
    where trim(response_properties.property_value) <> ''
),

told as (
    select
        response_id,
        max(case when attribute = 'thread' then thread_source_system end) as thread_source_system,
        max(case when attribute = 'thread' then field_value end) as native_thread_id,
        max(case when attribute = 'journey_stage' then lower(field_value) end) as journey_stage,
        max(case when attribute = 'segment' then lower(field_value) end) as segment,
        max(case when attribute = 'touchpoint' then lower(field_value) end) as touchpoint
    from fields
    where field_rank = 1
    group by response_id
),

conformed as (
    select
        responses.response_id,
        lower(responses.survey_type) as survey_id,
        told.thread_source_system,
        told.native_thread_id,
        responses.person_id as native_user_id,
        question_mappings.survey_kind,
        question_mappings.measure,
        told.touchpoint,
        told.journey_stage,
        told.segment,
        lower(split_part(people.locale, '-', 1)) as language,
        responses.comment,
        case
            when question_mappings.is_reversed
                then question_mappings.scale_min + question_mappings.scale_max - responses.score
            else cast(responses.score as double)
        end as score,
        question_mappings.scale_min,
        question_mappings.scale_max,
        responses.created_at as submitted_at
    from responses
    left join question_mappings
        on lower(responses.survey_type) = question_mappings.question_pattern
    left join people on responses.person_id = people.person_id
    left join told on responses.response_id = told.response_id
)

select * from conformed
