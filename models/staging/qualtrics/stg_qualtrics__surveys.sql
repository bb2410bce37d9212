-- grain: one row per survey
with source as (
    {{ stage_source('qualtrics', 'survey') }}
),

renamed as (
    select
        id as survey_id,
        survey_name,
        survey_status,
        project_category,
        project_type,
        owner_id,
        creator_id,
        _fivetran_synced as synced_at,
        last_activated as last_activated_at,
        last_modified as last_modified_at
    from source
)

select * from renamed
