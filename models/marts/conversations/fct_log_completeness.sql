{%- set fields = [
    'author_id', 'channel', 'language', 'intent', 'model_version', 'prompt_id', 'prompt_version',
    'guardrail_version', 'retrieval_policy_version', 'confidence', 'generation_ms',
    'knowledge_source_count', 'is_human_approved', 'intent_confidence',
] -%}
-- grain: one row per source, week and field of the log
with messages as (
    select * from {{ ref('int_messages') }}
),

log_fields as (
    select * from {{ ref('log_fields') }}
),

-- Automation has no author, and nothing to fill.
spoken as (
    select
        *,
        cast({{ dbt.date_trunc('week', 'sent_at') }} as date) as week_start
    from messages
    where not is_automated
),

counted as (
    select
        source_system,
        author_role,
        week_start,
        {% for field in fields -%}
        count({{ field }}) as filled_{{ field }},
        {% endfor -%}
        count(*) as message_count
    from spoken
    group by source_system, author_role, week_start
),

by_field as (
    select
        counted.source_system,
        log_fields.field,
        log_fields.author_role,
        sum(counted.message_count) as applicable_count,
        sum(
            case log_fields.field
                {% for field in fields -%}
                when '{{ field }}' then counted.filled_{{ field }}
                {% endfor -%}
            end
        ) as filled_count,
        max(log_fields.target_share) as target_share,
        counted.week_start
    from counted
    inner join log_fields
        on log_fields.author_role = 'any' or counted.author_role = log_fields.author_role
    group by
        counted.source_system, log_fields.field, log_fields.author_role, counted.week_start
),

final as (
    select
        source_system,
        field,
        author_role,
        cast(applicable_count as bigint) as applicable_count,
        cast(filled_count as bigint) as filled_count,
        cast(filled_count as double) / applicable_count as filled_share,
        target_share,
        cast(filled_count as double) / applicable_count < target_share as is_below_target,
        week_start
    from by_field
)

select * from final
