{{ config(
    meta={'touched_by': {
        'int_message_ratings': {
            'key': 'message_id', 'through': 'int_messages', 'column': 'message_id',
        },
    }},
) }}
{%- set items = [
    'acknowledgment', 'clarity', 'reassurance', 'accountability', 'appropriateness',
] -%}
{%- set rated_items = items + ['specificity'] -%}
-- grain: one row per public reply of a bot or a person that is no automatic acknowledgment: its
-- tone, as rated by a person, else by a judge, else by the lexicon (D26)
with messages as (
    select * from {{ ref('int_messages') }}
    where author_role in ('bot', 'human_agent')
),

message_sessions as (
    select * from {{ ref('int_message_sessions') }}
    where is_conversational
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

message_turns as (
    select * from {{ ref('int_message_turns') }}
),

message_templates as (
    select * from {{ ref('int_message_templates') }}
),

message_ratings as (
    select * from {{ ref('int_message_ratings') }}
    where rater_type in ('human', 'judge')
),

expected_tone as (
    select * from {{ ref('int_expected_tone') }}
),

intents as (
    select * from {{ ref('intents') }}
),

channels as (
    select * from {{ ref('channels') }}
),

channel_norms as (
    select * from {{ ref('channel_norms') }}
),

parameters as (
    select
        {{ metric_parameter('tone_excess_weight') }} as excess_weight,
        {{ metric_parameter('generic_min_template_share') }} as generic_min_template_share,
        {{ metric_parameter('generic_max_specificity') }} as generic_max_specificity,
        {{ metric_parameter('too_instant_seconds') }} as too_instant_seconds
    from {{ ref('int_as_of') }}
),

by_rater_type as (
    select
        message_id,
        rater_type as tone_method,
        {% for item in rated_items -%}
        avg(case when item = '{{ item }}' then score end) as {{ item }}_score,
        {% endfor -%}
        max(rubric_version) as rubric_version
    from message_ratings
    group by message_id, rater_type
),

-- A rating counts where it is whole: tone_score is null when an item is missing.
whole as (
    select
        *,
        row_number() over (
            partition by message_id order by case when tone_method = 'human' then 0 else 1 end
        ) as precedence
    from by_rater_type
    where
        {{ rubric_mean_as_percent([
            'acknowledgment_score', 'clarity_score', 'reassurance_score',
            'accountability_score', 'appropriateness_score',
        ]) }} is not null
),

rated as (
    select * from whole
    where precedence = 1
),

read as (
    select
        message_id,
        tone_language,
        word_count,
        {% for item in rated_items -%}
        {{ rubric_score(item, 'tone_language') }} as {{ item }}_score,
        {% endfor -%}
        has_casual_language
    from message_text
),

scored as (
    select
        messages.message_id,
        messages.thread_id,
        messages.channel,
        message_sessions.session_id,
        coalesce(rated.tone_method, case when read.tone_language is not null then 'lexicon' end)
            as tone_method,
        case
            when rated.message_id is not null then rated.rubric_version
            when read.tone_language is not null then {{ rubric_version() }}
        end as rubric_version,
        case
            when intents.is_emotional then 'emotional'
            when not intents.is_emotional then 'neutral'
            else 'unknown'
        end as emotion,
        coalesce(messages.severity, 'unknown') as severity,
        coalesce(channels.channel_family, 'unknown') as channel_family,
        read.word_count,
        message_templates.template_share,
        message_turns.reply_seconds,
        {% for item in rated_items -%}
        case
            when rated.message_id is not null then rated.{{ item }}_score
            else read.{{ item }}_score
        end as {{ item }}_score,
        {% endfor -%}
        read.specificity_score as specificity_as_read,
        read.has_casual_language
    from messages
    inner join message_sessions on messages.message_id = message_sessions.message_id
    inner join read on messages.message_id = read.message_id
    left join rated on messages.message_id = rated.message_id
    left join message_turns on messages.message_id = message_turns.message_id
    left join message_templates on messages.message_id = message_templates.message_id
    left join intents on messages.intent = intents.intent
    left join channels on messages.channel = channels.channel
),

aligned as (
    select
        scored.*,
        parameters.too_instant_seconds,
        {{ rubric_mean_as_percent([
            'scored.acknowledgment_score', 'scored.clarity_score', 'scored.reassurance_score',
            'scored.accountability_score', 'scored.appropriateness_score',
        ]) }} as tone_score,
        {{ tone_alignment(
            items, 'scored.%s_score', 'expected_tone.%s_level', 'parameters.excess_weight'
        ) | indent(8) }} as tone_alignment_score,
        coalesce(scored.template_share >= parameters.generic_min_template_share, false)
        or coalesce(scored.specificity_as_read <= parameters.generic_max_specificity, false)
            as is_generic
    from scored
    cross join parameters
    left join expected_tone
        on
            scored.emotion = expected_tone.emotion
            and scored.severity = expected_tone.severity
            and scored.channel_family = expected_tone.channel_family
),

ranked_norms as (
    select
        aligned.message_id,
        channel_norms.min_words,
        channel_norms.max_words,
        channel_norms.is_casual_allowed,
        {{ specificity_rank('channel_norms', 'aligned.message_id', ['emotion']) | indent(8) }}
            as rule_rank
    from aligned
    inner join channel_norms
        on
            aligned.channel = channel_norms.channel
            and channel_norms.emotion in (aligned.emotion, 'all')
),

norms as (
    select * from ranked_norms
    where rule_rank = 1
),

final as (
    select
        aligned.message_id,
        aligned.thread_id,
        aligned.session_id,
        aligned.tone_method,
        aligned.rubric_version,
        aligned.emotion,
        aligned.word_count,
        {% for item in rated_items -%}
        aligned.{{ item }}_score,
        {% endfor -%}
        aligned.tone_score,
        aligned.tone_alignment_score,
        aligned.is_generic,
        case
            when aligned.reply_seconds is not null
                then
                    aligned.reply_seconds < aligned.too_instant_seconds
                    and aligned.is_generic
                    and aligned.emotion = 'emotional'
        end as is_too_instant_and_generic,
        aligned.reply_seconds < aligned.too_instant_seconds as is_too_instant,
        aligned.word_count between norms.min_words and norms.max_words
        and (norms.is_casual_allowed or not coalesce(aligned.has_casual_language, false))
            as is_within_channel_norm
    from aligned
    left join norms on aligned.message_id = norms.message_id
)

select * from final
