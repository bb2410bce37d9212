-- grain: one row per response of a real respondent, with what was sent along with it
with survey_responses as (
    select * from {{ ref('stg_qualtrics__survey_responses') }}
),

surveys as (
    select * from {{ ref('stg_qualtrics__surveys') }}
),

distribution_contacts as (
    select * from {{ ref('stg_qualtrics__distribution_contacts') }}
),

directory_contacts as (
    select * from {{ ref('stg_qualtrics__directory_contacts') }}
),

survey_embedded_data as (
    select * from {{ ref('stg_qualtrics__survey_embedded_data') }}
),

survey_field_mappings as (
    select * from {{ ref('survey_field_mappings') }}
    where source_system = 'qualtrics'
),

fields as (
    select
        survey_embedded_data.response_id,
        survey_field_mappings.attribute,
        survey_field_mappings.thread_source_system,
        survey_embedded_data.field_value,
        row_number() over (
            partition by survey_embedded_data.response_id, survey_field_mappings.attribute
            order by survey_embedded_data.field_name
        ) as field_rank
    from survey_embedded_data
    inner join survey_field_mappings
        on lower(survey_embedded_data.field_name) = survey_field_mappings.field_name
    where trim(survey_embedded_data.field_value) <> ''
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

invited as (
    select
        response_id,
        min(contact_id) as contact_id,
        min(sent_at) as shown_at
    from distribution_contacts
    where response_id is not null
    group by response_id
),

-- An address may stand in the directory twice; the same person, whichever is taken.
addresses as (
    select
        lower(trim(email)) as email,
        min(contact_id) as contact_id
    from directory_contacts
    where trim(email) <> ''
    group by lower(trim(email))
),

conformed as (
    select
        survey_responses.response_id,
        survey_responses.survey_id,
        surveys.survey_name,
        lower(surveys.survey_name) as survey_name_key,
        told.thread_source_system,
        told.native_thread_id,
        coalesce(
            invited.contact_id,
            addresses.contact_id,
            'recipient:' || md5(lower(trim(survey_responses.recipient_email)))
        ) as native_user_id,
        case
            when invited.contact_id is null and addresses.contact_id is null
                then lower(trim(survey_responses.recipient_email))
        end as undirected_email,
        told.touchpoint,
        told.journey_stage,
        told.segment,
        lower(split_part(survey_responses.user_language, '-', 1)) as language,
        coalesce(lower(survey_responses.distribution_channel) <> 'anonymous', true) as is_solicited,
        invited.shown_at,
        coalesce(survey_responses.ended_at, survey_responses.recorded_at) as submitted_at
    from survey_responses
    left join surveys on survey_responses.survey_id = surveys.survey_id
    left join invited on survey_responses.response_id = invited.response_id
    left join told on survey_responses.response_id = told.response_id
    left join addresses on lower(trim(survey_responses.recipient_email)) = addresses.email
    -- Previews, tests and spam are nobody's answers.
    where
        coalesce(lower(survey_responses.response_status), '')
        not in ('1', '2', '8', '9', 'survey preview', 'survey test', 'spam')
)

select * from conformed
