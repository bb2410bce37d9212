-- grain: one row per measure, scale, score, journey stage, segment and period; 'all' rolls up
with answers as (
    select * from {{ ref('fct_survey_answers') }}
    where not is_superseded
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
    where period_grain in ('month', 'quarter')
),

parameters as (
    select
        {{ metric_parameter('survey_cell_minimum') }} as answers_minimum,
        {{ metric_parameter('customers_per_cell_minimum') }} as customers_minimum
),

dated as (
    select
        answers.measure,
        answers.scale_min,
        answers.scale_max,
        answers.score,
        answers.journey_stage,
        answers.segment,
        answers.customer_id,
        periods.period_grain,
        periods.period_start
    from answers
    inner join periods on cast(answers.submitted_at as date) = periods.observed_on
),

scores as (
    select
        measure,
        scale_min,
        scale_max,
        score,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        period_grain,
        period_start,
        count(*) as answer_count
    from dated
    group by
        measure, scale_min, scale_max, score, period_grain, period_start,
        cube(journey_stage, segment)
),

cells as (
    select
        measure,
        scale_min,
        scale_max,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        period_grain,
        period_start,
        count(*) as cell_count,
        count(distinct customer_id) as customer_count,
        {{ exact_sum('score') }} / count(*) as mean_score
    from dated
    group by
        measure, scale_min, scale_max, period_grain, period_start,
        cube(journey_stage, segment)
),

judged as (
    select
        cells.*,
        cells.cell_count < parameters.answers_minimum
        or cells.customer_count < parameters.customers_minimum as is_suppressed
    from cells
    cross join parameters
),

final as (
    select
        scores.measure,
        scores.journey_stage,
        scores.segment,
        scores.period_grain,
        scores.scale_min,
        scores.scale_max,
        scores.score,
        case when not judged.is_suppressed then scores.answer_count end as answer_count,
        case when not judged.is_suppressed then judged.cell_count end as cell_count,
        case
            when not judged.is_suppressed
                then cast(scores.answer_count as double) / judged.cell_count
        end as answer_share,
        case when not judged.is_suppressed then judged.mean_score end as mean_score,
        judged.is_suppressed,
        scores.period_start
    from scores
    inner join judged
        on
            scores.measure = judged.measure
            and scores.scale_min = judged.scale_min
            and scores.scale_max = judged.scale_max
            and scores.journey_stage = judged.journey_stage
            and scores.segment = judged.segment
            and scores.period_grain = judged.period_grain
            and scores.period_start = judged.period_start
)

select * from final
