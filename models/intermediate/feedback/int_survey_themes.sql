{{ config(
    materialized=incremental_or_table(),
    unique_key='response_id',
    incremental_strategy='touched_keys',
) }}
{%- set lexicon = text_themes() -%}
{%- set themes = theme_names(lexicon) -%}
-- grain: one row per survey text and theme that it touches
-- depends_on: {{ ref('text_themes') }}
with survey_texts as (
    select * from {{ ref('int_survey_texts') }}
),

themes as (
    select distinct theme from {{ ref('text_themes') }}
    where theme <> 'negation'
),

crossed as (
    select
        survey_texts.text_id,
        survey_texts.response_id,
        themes.theme,
        case themes.theme
            {%- for theme in themes %}
            when '{{ theme }}' then survey_texts.is_{{ theme }}_positive
            {%- else %}
            when null then false
            {%- endfor %}
        end as is_praise,
        case themes.theme
            {%- for theme in themes %}
            when '{{ theme }}' then survey_texts.is_{{ theme }}_negative
            {%- else %}
            when null then false
            {%- endfor %}
        end as is_complaint,
        case themes.theme
            {%- for theme in themes %}
            when '{{ theme }}' then survey_texts.is_{{ theme }}_neutral
            {%- else %}
            when null then false
            {%- endfor %}
        end as is_mention
    from survey_texts
    cross join themes
),

shown as (
    select
        text_id,
        response_id,
        theme,
        '{{ local_md5(lexicon | string)[:8] }}' as lexicon_version,
        coalesce(is_praise, false) as is_praise,
        coalesce(is_complaint, false) as is_complaint
    from crossed
    where is_praise or is_complaint or is_mention
)

select * from shown
