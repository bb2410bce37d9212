-- grain: one row per question of a survey, or row of a matrix question, with what it measures
with questions as (
    select * from {{ ref('stg_qualtrics__questions') }}
),

sub_questions as (
    select * from {{ ref('stg_qualtrics__sub_questions') }}
),

question_options as (
    select * from {{ ref('stg_qualtrics__question_options') }}
),

surveys as (
    select * from {{ ref('stg_qualtrics__surveys') }}
),

question_mappings as (
    select * from {{ ref('question_mappings') }}
    where source_system = 'qualtrics'
),

recoded as (
    select distinct
        survey_id,
        question_id
    from question_options
    where recode_value is not null
),

parts as (
    select
        questions.survey_id,
        questions.question_id,
        sub_questions.sub_question_key,
        surveys.survey_name,
        lower(coalesce(sub_questions.export_tag, questions.export_tag)) as question_tag,
        recoded.question_id is not null or lower(questions.question_type) = 'slider' as is_scored
    from questions
    left join surveys on questions.survey_id = surveys.survey_id
    left join sub_questions
        on
            questions.survey_id = sub_questions.survey_id
            and questions.question_id = sub_questions.question_id
    left join recoded
        on
            questions.survey_id = recoded.survey_id
            and questions.question_id = recoded.question_id
),

fitting as (
    select
        parts.survey_id,
        parts.question_id,
        parts.sub_question_key,
        question_mappings.answer_kind,
        question_mappings.survey_kind,
        question_mappings.measure,
        question_mappings.scale_min,
        question_mappings.scale_max,
        question_mappings.is_reversed,
        row_number() over (
            partition by parts.survey_id, parts.question_id, parts.sub_question_key
            order by
                length(question_mappings.question_pattern) desc,
                length(question_mappings.survey_pattern) desc,
                question_mappings.survey_pattern asc
        ) as fit_rank
    from parts
    inner join question_mappings
        on
            lower(parts.survey_name) like question_mappings.survey_pattern
            and parts.question_tag like question_mappings.question_pattern
),

mapped_surveys as (
    select distinct survey_id from fitting
),

mapped as (
    select
        parts.survey_id,
        parts.question_id,
        parts.sub_question_key,
        parts.question_tag,
        fitting.answer_kind,
        fitting.survey_kind,
        fitting.measure,
        fitting.scale_min,
        fitting.scale_max,
        fitting.is_reversed,
        parts.is_scored,
        fitting.answer_kind is not null as is_mapped,
        mapped_surveys.survey_id is not null as is_survey_mapped
    from parts
    left join fitting
        on
            parts.survey_id = fitting.survey_id
            and parts.question_id = fitting.question_id
            and coalesce(parts.sub_question_key, '') = coalesce(fitting.sub_question_key, '')
            and fitting.fit_rank = 1
    left join mapped_surveys on parts.survey_id = mapped_surveys.survey_id
)

select * from mapped
