-- grain: one row per person of the directory, and per respondent outside it
with directory_contacts as (
    select * from {{ ref('stg_qualtrics__directory_contacts') }}
),

responses as (
    select * from {{ ref('int_survey_responses__qualtrics') }}
    where undirected_email <> ''
),

people as (
    select
        contact_id as native_user_id,
        external_id,
        lower(trim(email)) as email,
        cast(null as string) as language,
        created_at
    from directory_contacts
    union all
    select
        native_user_id,
        cast(null as string) as external_id,
        undirected_email as email,
        max(language) as language,
        min(submitted_at) as created_at
    from responses
    group by native_user_id, undirected_email
),

conformed as (
    select
        'qualtrics' as source_system,
        native_user_id,
        external_id,
        cast(null as string) as account_id,
        email,
        'customer' as author_role,
        cast(null as string) as segment,
        language,
        true as is_active,
        created_at
    from people
)

select * from conformed
