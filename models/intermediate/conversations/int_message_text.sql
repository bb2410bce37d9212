{{ config(meta={'read_through': 'int_message_records'}) }}
{%- set lexicon = tone_signals() -%}
{%- set signals = signal_names() -%}
{%- set durations = duration_words() -%}
{%- set stops = stop_words() -%}
{%- set stock_signals = [
    'acknowledgment', 'apology', 'empathy_phrase', 'reassurance', 'gratitude', 'greeting',
    'closing_check',
] -%}
{%- set columns = ['source_system', 'native_message_id', 'body'] -%}
-- grain: one row per message: what its text shows, without the text
-- The costly part of the conversation models: each text is read once, and again only when its
-- thread or the lexicon has changed. Nothing here depends on other messages.
with bodies as (
    {{ union_adapters('messages', columns) }}
),

messages as (
    select * from {{ ref('int_message_records') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

texts as (
    select
        messages.message_id,
        messages.thread_id,
        bodies.body,
        coalesce(messages.language, threads.language, '{{ var("default_language") }}') as language
    from messages
    inner join threads on messages.thread_id = threads.thread_id
    inner join bodies
        on
            messages.source_system = bodies.source_system
            and messages.native_message_id = bodies.native_message_id
),

normalised as (
    select
        *,
        {{ normalised_text('body') }} as words,
        {{ masked_text('body') }} as masked
    from texts
),

-- A text without words shows nothing, not the absence of everything: it has no language to read.
worded as (
    select
        *,
        case when words <> '  ' then language end as words_language
    from normalised
),

signalled as (
    select
        message_id,
        thread_id,
        words_language,
        words,
        masked,
        {% for signal in signals -%}
        {{ shows_signal(lexicon, signal, 'words', 'words_language') }} as has_{{ signal }},
        {% endfor -%}
        {{ promised_part(durations, 'number', 'words', 'words_language') }} as promised_number,
        {{ promised_part(durations, 'unit', 'words', 'words_language') }} as promised_unit,
        {{ content_words(stops, 'words', 'words_language') }} as subject,
        {{ unexplained_words(lexicon, stock_signals, 'words', 'words_language') }}
            as unexplained_words,
        body like '%?%' as has_question_mark,
        {{ regexp_like('body', '(^|\\n) *([-*•]|[0-9]{1,2}[.)]) +[^ ]') }} as has_list_or_steps,
        length(body) as body_characters
    from worded
),

read as (
    select
        message_id,
        thread_id,
        case when has_acknowledgment is not null then words_language end as tone_language,
        {{ text_fingerprint('masked') }} as masked_fingerprint,
        {{ sentence_fingerprints('masked') }} as sentence_fingerprints,
        {{ word_fingerprints('subject') }} as subject_fingerprints,
        cast(body_characters as bigint) as body_characters,
        cast(length(words) - length(replace(words, ' ', '')) - 1 as bigint) as word_count,
        cast(length(unexplained_words) - length(replace(unexplained_words, ' ', '')) - 1 as bigint)
            as unexplained_word_count,
        {{ duration_value(durations, 'number', 'promised_number', 'words_language') }}
        * {{ duration_value(durations, 'unit', 'promised_unit', 'words_language') }}
            as promised_seconds,
        {% for signal in signals -%}
        has_{{ signal }},
        {% endfor -%}
        has_question_mark or coalesce(has_question_wording, false) as has_question,
        has_list_or_steps
    from signalled
)

select * from read
