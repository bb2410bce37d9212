{{ config(
    materialized=incremental_or_table(),
    unique_key='native_answer_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per answered question, with what it measures and the number behind the choice
with question_responses as (
    select * from {{ ref('stg_qualtrics__question_responses') }}
),

question_options as (
    select * from {{ ref('stg_qualtrics__question_options') }}
),

responses as (
    select * from {{ ref('int_survey_responses__qualtrics') }}
),

questions as (
    select * from {{ ref('int_survey_questions__qualtrics') }}
    where is_mapped
),

answered as (
    select
        responses.*,
        concat_ws(
            ':',
            question_responses.response_id,
            question_responses.question_id,
            question_responses.sub_question_key,
            question_responses.loop_id
        ) as native_answer_id,
        questions.answer_kind,
        questions.survey_kind,
        questions.measure,
        questions.scale_min,
        questions.scale_max,
        questions.is_reversed,
        question_options.option_text,
        question_responses.answer_text,
        -- The number behind the choice, never its label or its place; a slider has no choices.
        coalesce(
            cast(question_options.recode_value as double),
            {{ read_as('question_responses.answer_value', 'double', 'string') | indent(12) }}
        ) as answer_number,
        row_number() over (
            partition by
                question_responses.response_id,
                question_responses.question_id,
                question_responses.sub_question_key,
                question_responses.loop_id
            order by question_responses.question_response_id
        ) as answer_rank
    from question_responses
    inner join responses on question_responses.response_id = responses.response_id
    inner join questions
        on
            responses.survey_id = questions.survey_id
            and question_responses.question_id = questions.question_id
            and coalesce(question_responses.sub_question_key, '')
            = coalesce(questions.sub_question_key, '')
    left join question_options
        on
            responses.survey_id = question_options.survey_id
            and question_responses.question_id = question_options.question_id
            and question_responses.option_key = question_options.option_key
),

once as (
    select * from answered
    where answer_rank = 1
)

select * from once
