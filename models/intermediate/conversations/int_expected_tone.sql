{{ config(unique_key=[], incremental_strategy='whole_table') }}
-- grain: one row per emotion, severity and channel family that occurs, with the level expected of
-- each rubric item
{%- set items = [
    'acknowledgment', 'clarity', 'reassurance', 'accountability', 'appropriateness',
] %}
with messages as (
    select * from {{ ref('int_messages') }}
),

intents as (
    select * from {{ ref('intents') }}
),

channels as (
    select * from {{ ref('channels') }}
),

expected_tone as (
    select * from {{ ref('expected_tone') }}
),

situations as (
    select distinct
        case
            when intents.is_emotional then 'emotional'
            when not intents.is_emotional then 'neutral'
            else 'unknown'
        end as emotion,
        coalesce(messages.severity, 'unknown') as severity,
        coalesce(channels.channel_family, 'unknown') as channel_family
    from messages
    left join intents on messages.intent = intents.intent
    left join channels on messages.channel = channels.channel
),

ranked as (
    select
        situations.emotion,
        situations.severity,
        situations.channel_family,
        expected_tone.item,
        expected_tone.expected_level,
        {{ specificity_rank(
            'expected_tone',
            'situations.emotion, situations.severity, situations.channel_family, '
            ~ 'expected_tone.item',
            ['emotion', 'severity', 'channel_family'],
        ) | indent(8) }} as rule_rank
    from situations
    inner join expected_tone
        on
            expected_tone.emotion in (situations.emotion, 'all')
            and expected_tone.severity in (situations.severity, 'all')
            and expected_tone.channel_family in (situations.channel_family, 'all')
),

expected as (
    select
        {% for item in items -%}
        max(case when item = '{{ item }}' then expected_level end) as {{ item }}_level,
        {% endfor -%}
        emotion,
        severity,
        channel_family
    from ranked
    where rule_rank = 1
    group by emotion, severity, channel_family
)

select * from expected
