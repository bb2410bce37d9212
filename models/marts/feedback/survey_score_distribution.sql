-- grain: one row per measure, scale, score, journey stage, segment and period; 'all' rolls up
{%- set keys = 'measure, scale_min, scale_max, journey_stage, segment' %}
with answers as (
    select * from {{ ref('fct_survey_answers') }}
    where not is_superseded
),

respondents as (
    select
        {{ keys }},
        customer_id,
        cast(submitted_at as date) as answered_on
    from {{ ref('fct_survey_answers') }}
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

-- Answers are counted by day before the days are rolled up: once each, not once per period and cut.
daily_scores as (
    select
        {{ keys }},
        score,
        cast(submitted_at as date) as answered_on,
        count(*) as answer_count,
        sum(cast(score as decimal(38, 15))) as score_sum
    from answers
    group by {{ keys }}, score, cast(submitted_at as date)
),

period_scores as (
    select
        daily_scores.measure,
        daily_scores.scale_min,
        daily_scores.scale_max,
        daily_scores.journey_stage,
        daily_scores.segment,
        daily_scores.score,
        periods.period_grain,
        periods.period_start,
        sum(daily_scores.answer_count) as answer_count,
        sum(daily_scores.score_sum) as score_sum
    from daily_scores
    inner join periods on daily_scores.answered_on = periods.observed_on
    group by
        daily_scores.measure, daily_scores.scale_min, daily_scores.scale_max,
        daily_scores.journey_stage, daily_scores.segment, daily_scores.score,
        periods.period_grain, periods.period_start
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
        cast(sum(answer_count) as bigint) as answer_count
    from period_scores
    group by
        measure, scale_min, scale_max, score, period_grain, period_start,
        cube(journey_stage, segment)
),

cell_sums as (
    select
        measure,
        scale_min,
        scale_max,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        period_grain,
        period_start,
        cast(sum(answer_count) as bigint) as cell_count,
        cast(sum(score_sum) as double) / cast(sum(answer_count) as bigint) as mean_score
    from period_scores
    group by
        measure, scale_min, scale_max, period_grain, period_start,
        cube(journey_stage, segment)
),

-- Whether enough customers answered: a month's cell that is large enough by itself makes every
-- roll-up large enough, so that customers are told apart only where cells are small.
spans as (
    select distinct
        months.period_start as month_start,
        periods.period_grain,
        periods.period_start
    from periods as months
    inner join periods on months.observed_on = periods.observed_on
    where months.period_grain = 'month'
),

monthly_respondents as (
    select distinct
        respondents.measure,
        respondents.scale_min,
        respondents.scale_max,
        respondents.journey_stage,
        respondents.segment,
        respondents.customer_id,
        months.period_start as month_start
    from respondents
    inner join periods as months
        on respondents.answered_on = months.observed_on and months.period_grain = 'month'
),

monthly_cells as (
    select
        {{ keys }},
        month_start,
        count(customer_id) as customer_count
    from monthly_respondents
    group by {{ keys }}, month_start
),

judged_cells as (
    select
        monthly_cells.*,
        case when monthly_cells.customer_count >= parameters.customers_minimum then 1 else 0 end
            as is_large
    from monthly_cells
    cross join parameters
),

told_apart as (
    select
        {{ keys }},
        month_start,
        is_large,
        cast(null as string) as customer_id
    from judged_cells
    where is_large = 1
    union all
    select
        monthly_respondents.measure,
        monthly_respondents.scale_min,
        monthly_respondents.scale_max,
        monthly_respondents.journey_stage,
        monthly_respondents.segment,
        monthly_respondents.month_start,
        judged_cells.is_large,
        monthly_respondents.customer_id
    from monthly_respondents
    inner join judged_cells
        on
            monthly_respondents.measure = judged_cells.measure
            and monthly_respondents.scale_min = judged_cells.scale_min
            and monthly_respondents.scale_max = judged_cells.scale_max
            and monthly_respondents.journey_stage = judged_cells.journey_stage
            and monthly_respondents.segment = judged_cells.segment
            and monthly_respondents.month_start = judged_cells.month_start
    where judged_cells.is_large = 0
),

cell_customers as (
    select
        told_apart.measure,
        told_apart.scale_min,
        told_apart.scale_max,
        coalesce(told_apart.journey_stage, 'all') as journey_stage,
        coalesce(told_apart.segment, 'all') as segment,
        spans.period_grain,
        spans.period_start,
        max(told_apart.is_large) as has_large_cell,
        count(distinct told_apart.customer_id) as customer_count
    from told_apart
    inner join spans on told_apart.month_start = spans.month_start
    group by
        told_apart.measure, told_apart.scale_min, told_apart.scale_max, spans.period_grain,
        spans.period_start, cube(told_apart.journey_stage, told_apart.segment)
),

judged as (
    select
        cell_sums.*,
        cell_sums.cell_count < parameters.answers_minimum
        or (
            cell_customers.has_large_cell = 0
            and cell_customers.customer_count < parameters.customers_minimum
        ) as is_suppressed
    from cell_sums
    cross join parameters
    inner join cell_customers
        on
            cell_sums.measure = cell_customers.measure
            and cell_sums.scale_min = cell_customers.scale_min
            and cell_sums.scale_max = cell_customers.scale_max
            and cell_sums.journey_stage = cell_customers.journey_stage
            and cell_sums.segment = cell_customers.segment
            and cell_sums.period_grain = cell_customers.period_grain
            and cell_sums.period_start = cell_customers.period_start
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
