{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='whole_table',
) }}
{%- set columns = [
    'source_system', 'native_thread_id', 'native_policy_id', 'metric', 'target_seconds',
    'is_business_hours', 'applied_at',
] -%}
-- grain: one row per thread, SLA policy and metric: the target as it was last applied
with sla_targets as (
    {{ union_adapters('sla_targets', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_thread_id', 'native_policy_id', 'metric']) }}
            as sla_target_id,
        source_system,
        {{ key_of(['source_system', 'native_thread_id']) }} as thread_id,
        {{ key_of(['source_system', 'native_policy_id']) }} as policy_id,
        metric,
        target_seconds,
        is_business_hours,
        applied_at
    from sla_targets
),

ranked as (
    select
        *,
        row_number() over (
            partition by sla_target_id order by applied_at desc, target_seconds asc
        ) as recency
    from keyed
),

-- Another policy that is applied later takes over: from then on this target waits for nothing.
latest as (
    select
        sla_target_id,
        source_system,
        thread_id,
        policy_id,
        metric,
        target_seconds,
        is_business_hours,
        applied_at,
        lead(applied_at) over (
            partition by thread_id, metric order by applied_at, sla_target_id
        ) as replaced_at
    from ranked
    where recency = 1
)

select * from latest
