-- grain: one row per person and wave of invitations; a reminder belongs to the wave
with distribution_contacts as (
    select * from {{ ref('stg_qualtrics__distribution_contacts') }}
),

distributions as (
    select * from {{ ref('stg_qualtrics__distributions') }}
),

responses as (
    select * from {{ ref('int_survey_responses__qualtrics') }}
),

waves as (
    select
        coalesce(distributions.parent_distribution_id, distribution_contacts.distribution_id)
            as wave_id,
        distribution_contacts.contact_id,
        max(distributions.survey_id) as survey_id,
        max(distribution_contacts.response_id) as response_id,
        count(*) as prompt_count,
        min(distribution_contacts.sent_at) as shown_at,
        min(distribution_contacts.response_completed_at) as completed_at
    from distribution_contacts
    left join distributions
        on distribution_contacts.distribution_id = distributions.distribution_id
    where distribution_contacts.sent_at is not null
    group by
        coalesce(distributions.parent_distribution_id, distribution_contacts.distribution_id),
        distribution_contacts.contact_id
),

conformed as (
    select
        'qualtrics' as source_system,
        cast(null as string) as thread_source_system,
        waves.wave_id || ':' || waves.contact_id as native_invitation_id,
        cast(null as string) as native_thread_id,
        waves.contact_id as native_user_id,
        coalesce(waves.survey_id, responses.survey_id) as survey_id,
        -- What the response tells is not known of those who did not answer: taken from it, every
        -- stage would have answered in full.
        cast(null as string) as touchpoint,
        cast(null as string) as journey_stage,
        cast(null as string) as segment,
        cast(waves.prompt_count as bigint) as prompt_count,
        waves.shown_at,
        coalesce(responses.submitted_at, waves.completed_at) as answered_at
    from waves
    left join responses on waves.response_id = responses.response_id
)

select * from conformed
