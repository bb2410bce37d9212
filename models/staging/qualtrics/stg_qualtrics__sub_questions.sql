-- grain: one row per row of a matrix question
with source as (
    {{ stage_source('qualtrics', 'sub_question') }}
),

renamed as (
    select
        survey_id,
        question_id,
        {{ quoted('key') }} as sub_question_key,
        {{ quoted('text') }} as sub_question_text,
        choice_data_export_tag as export_tag,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
