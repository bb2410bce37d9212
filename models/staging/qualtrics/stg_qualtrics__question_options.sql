-- grain: one row per choice of a question
with source as (
    {{ stage_source('qualtrics', 'question_option') }}
),

renamed as (
    select
        survey_id,
        question_id,
        {{ quoted('key') }} as option_key,
        {{ quoted('text') }} as option_text,
        recode_value,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
