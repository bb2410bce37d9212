-- grain: one row per answered question of a response, or row of a matrix
with source as (
    {{ stage_source('qualtrics', 'question_response') }}
),

renamed as (
    select
        _fivetran_id as question_response_id,
        response_id,
        question_id,
        sub_question_key,
        question_option_key as option_key,
        {{ quoted('value') }} as answer_value,
        {{ quoted('text') }} as answer_text,
        loop_id,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
