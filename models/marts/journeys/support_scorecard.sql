{%- set cell = 'scorecard, journey_stage, segment, period_grain, period_start' -%}
-- grain: one row per scorecard, signal, journey stage ('all' rolls up), segment and period
with scorecards as (
    select * from {{ ref('scorecards') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

stage_scorecard as (
    select * from {{ ref('journey_stage_scorecard') }}
),

parameters as (
    select {{ metric_parameter('score_scale_maximum') }} as score_maximum
),

in_force as (
    select scorecards.*
    from scorecards
    inner join as_of on {{ in_force('scorecards', 'as_of.as_of_at') }}
),

-- Natural scales: a share of 0.8 and a score of 80 both stand at 80 of 100.
signals as (
    select
        in_force.scorecard,
        in_force.metric_id,
        stage_scorecard.journey_stage,
        stage_scorecard.segment,
        stage_scorecard.period_grain,
        stage_scorecard.period_start,
        in_force.part,
        stage_scorecard.metric_name,
        metrics.indicator_type,
        metrics.stream_position,
        stage_scorecard.band,
        stage_scorecard.owner,
        stage_scorecard.data_source,
        stage_scorecard.action_threshold,
        stage_scorecard.suppression_reason,
        in_force.signal_order,
        stage_scorecard.value,
        stage_scorecard.n,
        stage_scorecard.ci_low,
        stage_scorecard.ci_high,
        stage_scorecard.change,
        case
            when metrics.unit = 'share' and metrics.direction = 'lower_is_better'
                then parameters.score_maximum * (1 - stage_scorecard.value)
            when metrics.unit = 'share' then parameters.score_maximum * stage_scorecard.value
            when metrics.unit = 'score' then stage_scorecard.value
        end as signal_score,
        stage_scorecard.is_breached,
        stage_scorecard.is_suppressed
    from in_force
    inner join metrics on in_force.metric_id = metrics.metric_id
    inner join stage_scorecard on in_force.metric_id = stage_scorecard.metric_id
    cross join parameters
),

-- The mean can hide one weak signal, the minimum cannot.
totals as (
    select
        {{ cell }},
        count(*) as signal_count,
        count(signal_score) as measured_signal_count,
        {{ exact_sum('signal_score') }} / nullif(count(signal_score), 0) as mean_score,
        min(signal_score) as minimum_score
    from signals
    group by {{ cell }}
),

balanced as (
    select
        signals.scorecard,
        signals.metric_id,
        signals.journey_stage,
        signals.segment,
        signals.period_grain,
        signals.part,
        signals.metric_name,
        signals.indicator_type,
        signals.stream_position,
        signals.band,
        signals.owner,
        signals.data_source,
        signals.action_threshold,
        signals.suppression_reason,
        signals.signal_order,
        signals.value,
        signals.n,
        signals.ci_low,
        signals.ci_high,
        signals.change,
        signals.signal_score,
        totals.mean_score,
        totals.minimum_score,
        totals.signal_count,
        totals.measured_signal_count,
        signals.signal_score = totals.minimum_score as is_weakest,
        signals.is_breached,
        signals.is_suppressed,
        signals.period_start
    from signals
    inner join totals
        on
            signals.scorecard = totals.scorecard
            and signals.journey_stage = totals.journey_stage
            and signals.segment = totals.segment
            and signals.period_grain = totals.period_grain
            and signals.period_start = totals.period_start
)

select * from balanced
