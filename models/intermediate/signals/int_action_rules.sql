-- grain: one row per metric with a shown value, journey stage, segment, period and rule on it
with changes as (
    select * from {{ ref('int_metric_changes') }}
    where not is_suppressed
),

targets as (
    select * from {{ ref('int_metric_targets') }}
),

action_rules as (
    select * from {{ ref('action_rules') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

ranked as (
    select
        targets.metric_id,
        targets.journey_stage,
        targets.segment,
        action_rules.rule_kind,
        action_rules.value as rule_value,
        action_rules.other_metric_id,
        action_rules.period_grain,
        {{ specificity_rank(
            'action_rules',
            'targets.metric_id, targets.journey_stage, targets.segment, action_rules.rule_kind'
        ) | indent(8) }} as specificity_rank
    from targets
    inner join action_rules
        on
            targets.metric_id = action_rules.metric_id
            and action_rules.journey_stage in (targets.journey_stage, 'all')
            and action_rules.segment in (targets.segment, 'all')
    inner join as_of on {{ in_force('action_rules', 'as_of.as_of_at') | indent(4) }}
),

-- The plain thresholds stand with the bands.
rules as (
    select
        metric_id,
        journey_stage,
        segment,
        rule_kind,
        rule_value,
        other_metric_id,
        period_grain
    from ranked
    where specificity_rank = 1
    union all
    select
        metric_id,
        journey_stage,
        segment,
        'below' as rule_kind,
        act_below as rule_value,
        cast(null as string) as other_metric_id,
        'all' as period_grain
    from targets
    where act_below is not null
    union all
    select
        metric_id,
        journey_stage,
        segment,
        'drop_points' as rule_kind,
        act_on_drop as rule_value,
        cast(null as string) as other_metric_id,
        drop_period_grain as period_grain
    from targets
    where act_on_drop is not null
),

-- Rounded to nine decimals: whether a drop is exactly the threshold must not depend on how a
-- computer writes 0.1. More is better in all of them: the sign turns what should fall.
applied as (
    select
        changes.metric_id,
        changes.journey_stage,
        changes.segment,
        changes.period_grain,
        changes.period_start,
        rules.rule_kind,
        rules.rule_value,
        changes.sign,
        round(changes.sign * (changes.value - rules.rule_value), 9) as beyond_threshold,
        round(changes.sign * (changes.value - rules.rule_value * targets.acceptable_from), 9)
            as beyond_share_of_target,
        round(changes.sign * changes.change, 9) as improvement,
        round(changes.sign * changes.relative_change, 9) as relative_improvement,
        round(changes.sign * (changes.value - changes.value_two_before) / 2, 9) as slope,
        coalesce(
            case
                when changes.sign = 1 then changes.value < changes.previous_ci_low
                else changes.value > changes.previous_ci_high
            end,
            false
        ) as is_beyond_previous_interval,
        coalesce(changes.is_change_significant, false) as is_change_significant,
        coalesce(not other_changes.is_change_significant, false) as is_other_stable
    from changes
    inner join rules
        on
            changes.metric_id = rules.metric_id
            and changes.journey_stage = rules.journey_stage
            and changes.segment = rules.segment
            and rules.period_grain in (changes.period_grain, 'all')
    inner join targets
        on
            changes.metric_id = targets.metric_id
            and changes.journey_stage = targets.journey_stage
            and changes.segment = targets.segment
    left join changes as other_changes
        on
            rules.other_metric_id = other_changes.metric_id
            and changes.journey_stage = other_changes.journey_stage
            and changes.segment = other_changes.segment
            and changes.period_grain = other_changes.period_grain
            and changes.period_start = other_changes.period_start
),

judged as (
    select
        *,
        coalesce(
            case rule_kind
                when 'below' then beyond_threshold < 0
                when 'below_share_of_target' then beyond_share_of_target < 0
                when 'drop_points' then improvement <= -rule_value
                when 'relative_rise' then relative_improvement <= -rule_value
                when 'significant_decline' then improvement < 0 and is_change_significant
                when 'drop_with_stable_other'
                    then improvement <= -rule_value and is_change_significant and is_other_stable
                when 'negative_cohort_trend'
                    then coalesce(slope < rule_value, false) or is_beyond_previous_interval
            end,
            false
        ) as is_breached
    from applied
),

told as (
    select
        metric_id,
        journey_stage,
        segment,
        period_grain,
        rule_kind,
        case
            when is_breached
                then
                    case
                        when rule_kind = 'below' and sign = -1 then 'above'
                        else replace(rule_kind, '_', ' ')
                    end || ' '
                    || cast(cast(rule_value as decimal(18, 4)) as string)
        end as breach_reason,
        rule_value,
        is_breached,
        period_start
    from judged
)

select * from told
