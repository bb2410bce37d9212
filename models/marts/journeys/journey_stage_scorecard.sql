-- grain: one row per metric, journey stage, segment and period in which any customer was observed
with metric_changes as (
    select * from {{ ref('int_metric_changes') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

targets as (
    select * from {{ ref('int_metric_targets') }}
),

action_rules as (
    select * from {{ ref('int_action_rules') }}
),

parameters as (
    select {{ metric_parameter('score_scale_maximum') }} as score_scale_maximum
),

breaches as (
    select
        metric_id,
        journey_stage,
        segment,
        period_grain,
        period_start,
        {{ joined_words([
            "max(case when rule_kind = 'below' then breach_reason end)",
            "max(case when rule_kind = 'below_share_of_target' then breach_reason end)",
            "max(case when rule_kind = 'drop_points' then breach_reason end)",
            "max(case when rule_kind = 'relative_rise' then breach_reason end)",
            "max(case when rule_kind = 'significant_decline' then breach_reason end)",
            "max(case when rule_kind = 'drop_with_stable_other' then breach_reason end)",
            "max(case when rule_kind = 'negative_cohort_trend' then breach_reason end)",
        ]) | indent(8) }} as breach_reason
    from action_rules
    where is_breached
    group by metric_id, journey_stage, segment, period_grain, period_start
),

-- In the comparisons more is better: a metric that should fall is compared with its sign turned.
compared as (
    select
        metric_changes.metric_id,
        metrics.metric_name,
        metric_changes.journey_stage,
        metric_changes.segment,
        metric_changes.period_grain,
        metrics.dimension,
        metrics.indicator_type,
        metrics.direction,
        metrics.unit,
        metrics.owner,
        metrics.data_source,
        metrics.action_threshold,
        metric_changes.suppression_reason,
        metric_changes.value,
        metric_changes.n,
        metric_changes.ci_low,
        metric_changes.ci_high,
        targets.target,
        targets.floor,
        targets.acceptable_from,
        targets.critical_below,
        {{ normalised_score(
            'metric_changes.value', 'targets.floor', 'targets.target', 'targets.scale',
            'parameters.score_scale_maximum'
        ) | indent(8) }} as normalised_score,
        metric_changes.previous_value,
        metric_changes.change,
        metric_changes.change_ci_low,
        metric_changes.change_ci_high,
        metric_changes.relative_change,
        metric_changes.change_in_points,
        metric_changes.sign,
        metric_changes.is_change_significant,
        breaches.breach_reason,
        metric_changes.is_suppressed,
        metric_changes.is_low_confidence,
        metric_changes.period_start
    from metric_changes
    inner join metrics on metric_changes.metric_id = metrics.metric_id
    cross join parameters
    left join targets
        on
            metric_changes.metric_id = targets.metric_id
            and metric_changes.journey_stage = targets.journey_stage
            and metric_changes.segment = targets.segment
    left join breaches
        on
            metric_changes.metric_id = breaches.metric_id
            and metric_changes.journey_stage = breaches.journey_stage
            and metric_changes.segment = breaches.segment
            and metric_changes.period_grain = breaches.period_grain
            and metric_changes.period_start = breaches.period_start
),

scorecard as (
    select
        metric_id,
        metric_name,
        journey_stage,
        segment,
        period_grain,
        dimension,
        indicator_type,
        direction,
        unit,
        case when dimension = 'business' then 'business' else 'experience' end as result_type,
        case
            when value is null or acceptable_from is null then null
            when sign * value >= sign * acceptable_from then 'acceptable'
            when sign * value >= sign * critical_below then 'needs_improvement'
            else 'critical'
        end as band,
        owner,
        data_source,
        action_threshold,
        breach_reason,
        suppression_reason,
        value,
        n,
        ci_low,
        ci_high,
        target,
        floor,
        acceptable_from,
        critical_below,
        normalised_score,
        previous_value,
        change,
        change_ci_low,
        change_ci_high,
        relative_change,
        change_in_points,
        case when value is not null then breach_reason is not null end as is_breached,
        is_change_significant,
        is_suppressed,
        is_low_confidence,
        period_start
    from compared
)

select * from scorecard
