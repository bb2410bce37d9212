{{ config(meta={'read_through': 'int_message_records'}) }}
{%- set lexicon = tone_signals() -%}
{%- set signals = signal_names() -%}
{%- set durations = duration_words() -%}
{%- set stops = stop_words() -%}
{%- set lexicon_version = local_md5(
    (signals | string) ~ (lexicon | string) ~ (durations | string) ~ (stops | string) ~ 'lists'
) -%}
{%- set stock_signals = [
    'acknowledgment', 'apology', 'empathy_phrase', 'reassurance', 'gratitude', 'greeting',
    'closing_check',
] -%}
{%- set columns = [
    'source_system', 'thread_source_system', 'native_message_id', 'native_thread_id', 'body',
    'language',
] -%}
-- grain: one row per message: what its text shows, without the text
-- A message is read again only when its text, its thread or the lexicon has changed (a new signal
-- is a new column, and a new version for every message); nothing here depends on other messages.
with messages as (
    {{ union_adapters('messages', columns) }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

keyed as (
    select
        {{ key_of(['messages.source_system', 'messages.native_message_id']) }} as message_id,
        threads.thread_id,
        messages.body,
        coalesce(messages.language, threads.language, '{{ var("default_language") }}') as language
    from messages
    inner join threads
        on
            {{ key_of([
                'coalesce(messages.thread_source_system, messages.source_system)',
                'messages.native_thread_id',
            ]) }} = threads.thread_id
),

versioned as (
    select
        *,
        md5(
            concat(coalesce(body, ''), '|', language, '|', thread_id, '|{{ lexicon_version }}')
        ) as text_version
    from keyed
),

unread as (
    select * from versioned
    {% if is_incremental() %}
    where
        not exists (
            select 1 from {{ this }} as known
            where
                known.message_id = versioned.message_id
                and known.text_version = versioned.text_version
        )
    {% endif %}
),

normalised as (
    select
        *,
        {{ normalised_text('body') }} as words,
        {{ masked_text('body') }} as masked
    from unread
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
        text_version,
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
        text_version,
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
