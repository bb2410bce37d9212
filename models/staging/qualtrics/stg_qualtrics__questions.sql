-- grain: one row per question of a survey
with source as (
    {{ stage_source('qualtrics', 'question') }}
),

renamed as (
    select
        id as question_id,
        survey_id,
        question_text,
        question_type,
        selector,
        sub_selector,
        data_export_tag as export_tag,
        question_description,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
