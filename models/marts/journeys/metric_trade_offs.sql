-- grain: one row per pair of metrics, journey stage ('all' rolls up), segment and period with both
with pairs as (
    select * from {{ ref('metric_pairs') }}
),

changes as (
    select * from {{ ref('int_metric_changes') }}
    where not is_suppressed
),

compared as (
    select
        pairs.pair_id,
        changes.journey_stage,
        changes.segment,
        changes.period_grain,
        pairs.metric_id,
        pairs.guardrail_metric_id,
        pairs.verdict as suspicion,
        changes.value,
        changes.change,
        guardrails.value as guardrail_value,
        guardrails.change as guardrail_change,
        guardrails.change_ci_low as guardrail_change_ci_low,
        guardrails.change_ci_high as guardrail_change_ci_high,
        changes.sign * changes.change > 0 as is_improved,
        guardrails.is_change_significant and guardrails.sign * guardrails.change < 0
            as is_guardrail_worse,
        changes.period_start
    from pairs
    inner join changes on pairs.metric_id = changes.metric_id
    inner join changes as guardrails
        on
            pairs.guardrail_metric_id = guardrails.metric_id
            and changes.journey_stage = guardrails.journey_stage
            and changes.segment = guardrails.segment
            and changes.period_grain = guardrails.period_grain
            and changes.period_start = guardrails.period_start
),

-- A guardrail is worse only beyond the interval of its change; the metric needs no more than to
-- look better, since that is what would be celebrated.
trade_offs as (
    select
        pair_id,
        journey_stage,
        segment,
        period_grain,
        metric_id,
        guardrail_metric_id,
        case
            when is_improved and is_guardrail_worse then suspicion
            when is_improved is not null and is_guardrail_worse is not null then 'no conflict'
        end as verdict,
        value,
        change,
        guardrail_value,
        guardrail_change,
        guardrail_change_ci_low,
        guardrail_change_ci_high,
        is_improved,
        is_guardrail_worse,
        is_improved and is_guardrail_worse as is_conflict,
        period_start
    from compared
)

select * from trade_offs
