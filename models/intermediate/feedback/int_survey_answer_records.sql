{%- set columns = [
    'source_system', 'thread_source_system', 'native_answer_id', 'native_response_id',
    'native_thread_id', 'native_user_id', 'survey_id', 'survey_name', 'survey_kind', 'measure',
    'touchpoint', 'journey_stage', 'segment', 'language', 'score', 'scale_min', 'scale_max',
    'is_solicited', 'shown_at', 'submitted_at',
] -%}
-- grain: one row per answer to a question, as a source tells it
with survey_answers as (
    {{ union_adapters('survey_answers', columns) }}
)

select * from survey_answers
