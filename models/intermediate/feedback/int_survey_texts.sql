{%- set lexicon = text_themes() -%}
{%- set themes = theme_names(lexicon) -%}
{%- set signals = tone_signals() -%}
{%- set positive_signals = ['gratitude', 'confirmation'] -%}
{%- set negative_signals = ['negative_emotion', 'not_solved', 'repeated_contact'] -%}
{%- set praise = [] -%}
{%- set complaints = [] -%}
{%- set columns = [
    'source_system', 'thread_source_system', 'native_text_id', 'native_response_id',
    'native_thread_id', 'native_user_id', 'survey_id', 'survey_kind', 'text_kind', 'body',
    'touchpoint', 'journey_stage', 'segment', 'language', 'submitted_at',
] -%}
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
with survey_texts as (
    {{ union_adapters('survey_texts', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

threads as (
    select * from {{ ref('int_threads') }}
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
        {{ key_of(['survey_texts.source_system', 'survey_texts.native_text_id']) }} as text_id,
        {{ key_of(['survey_texts.source_system', 'survey_texts.native_response_id']) }}
            as response_id,
        survey_texts.source_system,
        survey_texts.survey_id,
        coalesce(
            users.customer_id,
            threads.customer_id,
            {{ key_of(['survey_texts.source_system', 'survey_texts.native_user_id']) }},
            {{ key_of(['survey_texts.source_system', 'survey_texts.native_text_id']) }}
        ) as customer_id,
        survey_texts.survey_kind,
        survey_texts.text_kind,
        survey_texts.touchpoint,
        coalesce(survey_texts.journey_stage, threads.journey_stage) as journey_stage,
        survey_texts.segment,
        coalesce(
            survey_texts.language, users.language, threads.language, '{{ var("default_language") }}'
        ) as language,
        {{ normalised_text('survey_texts.body') | indent(8) }} as words,
        survey_texts.submitted_at
    from survey_texts
    cross join as_of
    left join users
        on
            {{ key_of(['survey_texts.source_system', 'survey_texts.native_user_id']) }}
            = users.user_id
    left join threads
        on
            {{ key_of([
                'coalesce(survey_texts.thread_source_system, survey_texts.source_system)',
                'survey_texts.native_thread_id',
            ]) }} = threads.thread_id
    where trim(survey_texts.body) <> '' and survey_texts.submitted_at <= as_of.as_of_at
),

-- A text is placed where the score given together with it is: one response, one place.
response_places as (
    select
        response_id,
        max(session_id) as session_id,
        max(journey_stage) as journey_stage,
        max(segment) as segment
    from survey_answers
    where response_id is not null
    group by response_id
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
