{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'unsettled': {'through': 'int_stage_signals', 'where': 'signal_at > as_of_before'},
    },
) }}
-- grain: one row per signal that begins a stage, with the period in which it keeps the stage open
with signals as (
    select * from {{ ref('int_stage_signals') }}
),

rules as (
    select * from {{ ref('journey_stage_rules') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

ruled as (
    select
        signals.customer_id,
        signals.source_system,
        rules.journey_stage,
        rules.role,
        rules.window_name,
        case when rules.is_per_record then signals.record_id else 'customer' end as scope,
        rules.priority,
        rules.is_first_only,
        rules.is_told,
        signals.signal_at
    from signals
    inner join rules
        on
            signals.source_family = rules.source_family
            and signals.signal = rules.signal
            and {{ in_force('rules', 'signals.signal_at') }}
    cross join as_of
    where {{ not_after('signals.signal_at', 'as_of.as_of_at') }}
),

-- Where only the first begin of a stage counts, the others go before the rest is sorted.
first_only as (
    select distinct priority as first_only_priority
    from rules
    where is_first_only and priority is not null
),

marked as (
    select
        ruled.*,
        first_only.first_only_priority is not null as is_among_firsts
    from ruled
    left join first_only on ruled.priority = first_only.first_only_priority
),

numbered as (
    select
        *,
        row_number() over (
            partition by customer_id, priority
            order by signal_at, scope, source_system nulls last
        ) as begin_seq
    from marked
    where is_among_firsts
),

{% set columns = [
    'customer_id', 'source_system', 'journey_stage', 'role', 'window_name', 'scope', 'priority',
    'is_first_only', 'is_told',
] -%}
counted as (
    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        signal_at
    from numbered
    where role <> 'begin' or begin_seq = 1 or not is_first_only
    union all
    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        signal_at
    from marked
    where not is_among_firsts
),

-- A begin sorts before an end of the same moment, so that such a stage has no length and falls out.
paired as (
    select
        *,
        min(case when role = 'end' then signal_at end) over (
            partition by customer_id, journey_stage, scope
        ) as first_ended_at,
        min(case when role = 'end' then signal_at end) over (
            partition by customer_id, journey_stage, scope order by signal_at, role
            rows between current row and unbounded following
        ) as next_ended_at
    from counted
),

begun as (
    select
        *,
        case window_name
            when 'conversion' then {{ metric_parameter('conversion_abandonment_seconds') }}
            when 'consideration' then {{ metric_parameter('consideration_window_seconds') }}
            when 'expansion' then {{ metric_parameter('expansion_window_seconds') }}
            when 'paid_activity' then {{ metric_parameter('paid_activity_seconds') }}
            when 'product_activity' then {{ metric_parameter('product_activity_seconds') }}
            when 'onboarding' then {{ metric_parameter('onboarding_cap_seconds') }}
            when 'told_onboarding' then {{ metric_parameter('onboarding_cap_seconds') }}
        end as window_seconds
    from paired
    where role = 'begin'
),

bounded as (
    select
        customer_id,
        source_system,
        journey_stage,
        priority,
        is_told,
        signal_at as valid_from,
        least(
            {{ add_seconds('signal_at', 'window_seconds') }},
            case
                when window_name = 'onboarding'
                    then greatest(
                        coalesce(
                            first_ended_at,
                            {{ add_seconds('signal_at', 'window_seconds') }}
                        ),
                        {{ add_seconds(
                            'signal_at', metric_parameter('onboarding_floor_seconds')
                        ) }}
                    )
                when is_first_only then first_ended_at
                else next_ended_at
            end
        ) as valid_to
    from begun
),

final as (
    select * from bounded
    where valid_to is null or valid_to > valid_from
)

select * from final
