{{ config(
    materialized=incremental_or_table(),
    unique_key='response_id',
    incremental_strategy='touched_keys',
    meta={
        'read_through': 'int_survey_text_records',
        'touched_by': {
            'int_survey_answers': {
                'key': 'customer_id', 'through': 'int_survey_answers', 'column': 'customer_id',
            },
            'int_customer_segments': {
                'key': 'customer_id', 'through': 'int_survey_text_records', 'column': 'customer_id',
            },
            'int_customer_stages': {
                'key': 'customer_id', 'through': 'int_survey_text_records', 'column': 'customer_id',
            },
        },
        'unsettled': {
            'through': 'int_survey_text_records', 'where': 'submitted_at > as_of_before',
        },
    },
) }}
{%- set lexicon = text_themes() -%}
{%- set themes = theme_names(lexicon) -%}
{%- set signals = tone_signals() -%}
{%- set positive_signals = ['gratitude', 'confirmation'] -%}
{%- set negative_signals = ['negative_emotion', 'not_solved', 'repeated_contact'] -%}
{%- set praise = [] -%}
{%- set complaints = [] -%}
{%- set columns = ['source_system', 'native_text_id', 'body'] -%}
-- grain: one row per written answer or coded reason, read by the lexicons, without its text
{% for theme in themes -%}
{%- do praise.append('case when is_' ~ theme ~ '_positive then 1 else 0 end') -%}
{%- do complaints.append('case when is_' ~ theme ~ '_negative then 1 else 0 end') -%}
{%- endfor %}
{%- for signal in positive_signals -%}
{%- do praise.append('case when has_' ~ signal ~ ' then 1 else 0 end') -%}
{%- endfor %}
{%- for signal in negative_signals -%}
{%- do complaints.append('case when has_' ~ signal ~ ' then 1 else 0 end') -%}
{%- endfor %}
-- depends_on: {{ ref('text_themes') }}
-- depends_on: {{ ref('tone_signals') }}
-- depends_on: {{ ref('signal_kinds') }}
-- A response whose answers are gone is placed anew:
-- depends_on: {{ ref('int_survey_answer_records') }}
with bodies as (
    {{ union_adapters('survey_texts', columns) }}
),

survey_texts as (
    select * from {{ ref('int_survey_text_records') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

survey_answers as (
    select * from {{ ref('int_survey_answers') }}
),

as_of as (
    select as_of_at from {{ ref('int_as_of') }}
),

keyed as (
    select
        survey_texts.*,
        {{ normalised_text('bodies.body') | indent(8) }} as words
    from survey_texts
    cross join as_of
    inner join bodies
        on
            survey_texts.source_system = bodies.source_system
            and survey_texts.native_text_id = bodies.native_text_id
    where {{ not_after('survey_texts.submitted_at', 'as_of.as_of_at') }}
),

written_responses as (
    select distinct response_id from keyed
    where response_id is not null
),

-- A text is placed where the score given together with it is: one response, one place.
response_places as (
    select
        survey_answers.response_id,
        max(survey_answers.session_id) as session_id,
        max(survey_answers.journey_stage) as journey_stage,
        max(survey_answers.segment) as segment
    from survey_answers
    inner join written_responses
        on survey_answers.response_id = written_responses.response_id
    group by survey_answers.response_id
),

placed as (
    select
        keyed.text_id,
        keyed.response_id,
        keyed.source_system,
        keyed.survey_id,
        response_places.session_id,
        keyed.customer_id,
        keyed.survey_kind,
        keyed.text_kind,
        keyed.touchpoint,
        coalesce(
            response_places.journey_stage,
            keyed.journey_stage,
            customer_stages.journey_stage,
            'unknown'
        ) as journey_stage,
        coalesce(
            response_places.segment, keyed.segment, customer_segments.segment, 'unknown'
        ) as segment,
        keyed.language,
        keyed.words,
        {{ without_negated(lexicon, 'keyed.words', 'keyed.language') | indent(8) }}
            as affirmed_words,
        keyed.submitted_at
    from keyed
    left join response_places on keyed.response_id = response_places.response_id
    left join customer_segments on keyed.customer_id = customer_segments.customer_id
    left join customer_stages
        on
            keyed.customer_id = customer_stages.customer_id
            and keyed.submitted_at >= customer_stages.valid_from
            and keyed.submitted_at
            < coalesce(customer_stages.valid_to, cast('9999-12-31' as timestamp))
),

read as (
    select
        text_id,
        response_id,
        source_system,
        survey_id,
        session_id,
        customer_id,
        survey_kind,
        text_kind,
        touchpoint,
        journey_stage,
        segment,
        language,
        cast(length(words) - length(replace(words, ' ', '')) - 1 as bigint) as word_count,
        {% for theme in themes -%}
        {{ shows_signal(lexicon, theme ~ ':positive', 'affirmed_words', 'language') }}
            as is_{{ theme }}_positive,
        {{ shows_signal(lexicon, theme ~ ':negative', 'words', 'language') }}
            as is_{{ theme }}_negative,
        {{ shows_signal(lexicon, theme ~ ':neutral', 'words', 'language') }}
            as is_{{ theme }}_neutral,
        {% endfor -%}
        {% for signal in positive_signals -%}
        {{ shows_signal(signals, signal, 'affirmed_words', 'language') }} as has_{{ signal }},
        {% endfor -%}
        {% for signal in negative_signals -%}
        {{ shows_signal(signals, signal, 'words', 'language') }} as has_{{ signal }},
        {% endfor -%}
        submitted_at
    from placed
),

counted as (
    select
        *,
        {{ praise | join(' + ') }} as positive_count,
        {{ complaints | join(' + ') }} as negative_count
    from read
),

-- A reason for leaving is what went wrong by its nature: it tells no mood. A text in which nothing
-- is recognised has no sentiment; it is not neutral.
scored as (
    select
        *,
        case
            when text_kind = 'open_text'
                then
                    cast(positive_count - negative_count as double)
                    / nullif(positive_count + negative_count, 0)
        end as sentiment_score
    from counted
)

select * from scored
