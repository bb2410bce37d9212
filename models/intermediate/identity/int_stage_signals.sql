{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per customer, signal and moment, of the signals that a rule knows
with signals as (
    {% for family in stage_signal_families() -%}
    select
        customer_id,
        source_family,
        source_system,
        signal,
        record_id,
        signal_at
    from {{ ref('int_stage_signals__' ~ family) }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

rules as (
    select * from {{ ref('journey_stage_rules') }}
),

known_signals as (
    select distinct
        source_family,
        signal
    from rules
),

final as (
    select distinct
        signals.customer_id,
        signals.source_family,
        signals.source_system,
        signals.signal,
        signals.record_id,
        signals.signal_at
    from signals
    inner join known_signals
        on
            signals.source_family = known_signals.source_family
            and signals.signal = known_signals.signal
    where signals.customer_id is not null
)

select * from final
