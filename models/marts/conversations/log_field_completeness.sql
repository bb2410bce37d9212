{%- set fields = [
    ('channel', 'true', 'key'),
    ('author_id', "author_role <> 'system'", 'key'),
    ('customer_id', 'true', 'key'),
    ('session_id', 'true', 'key'),
    ('language', "author_role <> 'system'", 'attribute'),
    ('intent', 'true', 'attribute'),
    ('severity', 'true', 'attribute'),
    ('sentiment_score', "author_role = 'customer'", 'attribute'),
    ('model_version', "author_role = 'bot'", 'attribute'),
    ('prompt_id', "author_role = 'bot'", 'attribute'),
    ('prompt_version', "author_role = 'bot'", 'attribute'),
    ('guardrail_version', "author_role = 'bot'", 'attribute'),
    ('confidence', "author_role = 'bot'", 'attribute'),
    ('generation_ms', "author_role = 'bot'", 'attribute'),
    ('knowledge_source_count', "author_role = 'bot'", 'attribute'),
    ('is_human_approved', "author_role = 'bot'", 'attribute'),
    ('is_human_edited', "author_role = 'bot'", 'attribute'),
] -%}
-- grain: one row per source system, week and log field
-- A field is asked only of the messages that should have it: a model version where a bot wrote.
with messages as (
    select
        *,
        cast({{ dbt.date_trunc('week', 'sent_at') }} as date) as week_start
    from {{ ref('fct_messages') }}
),

field_counts as (
    {%- for field, applies, kind in fields %}
    select
        source_system,
        '{{ field }}' as field_name,
        '{{ kind }}' as field_kind,
        count(*) as applicable_count,
        count({{ field }}) as filled_count,
        week_start
    from messages
    where {{ applies }}
    group by source_system, week_start
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

targets as (
    select
        {{ metric_parameter('key_completeness_target') }} as key_target,
        {{ metric_parameter('attribute_completeness_target') }} as attribute_target
),

rated as (
    select
        field_counts.source_system,
        field_counts.field_name,
        field_counts.field_kind,
        field_counts.applicable_count,
        field_counts.filled_count,
        cast(field_counts.filled_count as double) / field_counts.applicable_count
            as completeness_rate,
        case
            when field_counts.field_kind = 'key' then targets.key_target
            else targets.attribute_target
        end as target_rate,
        field_counts.week_start
    from field_counts
    cross join targets
),

final as (
    select
        source_system,
        field_name,
        field_kind,
        applicable_count,
        filled_count,
        completeness_rate,
        target_rate,
        completeness_rate < target_rate as is_below_target,
        week_start
    from rated
)

select * from final
