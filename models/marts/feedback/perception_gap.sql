-- grain: one row per journey stage, segment and period in which both sides were observed
with answers as (
    select * from {{ ref('fct_survey_answers') }}
    where measure = 'felt_understood' and not is_superseded
),

messages as (
    select * from {{ ref('fct_messages') }}
    where tone_alignment_score is not null
),

sessions as (
    select * from {{ ref('fct_sessions') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
    where period_grain in ('month', 'quarter')
),

parameters as (
    select
        {{ metric_parameter('survey_cell_minimum') }} as records_minimum,
        {{ metric_parameter('customers_per_cell_minimum') }} as customers_minimum
),

perceived as (
    select
        answers.journey_stage,
        answers.segment,
        periods.period_grain,
        periods.period_start,
        count(*) as answer_count,
        count(distinct answers.customer_id) as customer_count,
        {{ exact_sum('answers.scale_position') }} / count(*) as perceived_position
    from answers
    inner join periods on cast(answers.submitted_at as date) = periods.observed_on
    group by answers.journey_stage, answers.segment, periods.period_grain, periods.period_start
),

coded as (
    select
        sessions.journey_stage,
        sessions.segment,
        periods.period_grain,
        periods.period_start,
        count(*) as message_count,
        {{ exact_sum('messages.tone_alignment_score') }} / count(*) as coded_alignment
    from messages
    inner join sessions on messages.session_id = sessions.session_id
    inner join periods on cast(messages.sent_at as date) = periods.observed_on
    group by sessions.journey_stage, sessions.segment, periods.period_grain, periods.period_start
),

cells as (
    select
        perceived.journey_stage,
        perceived.segment,
        perceived.period_grain,
        perceived.answer_count,
        coded.message_count,
        perceived.perceived_position,
        coded.coded_alignment,
        perceived.answer_count < parameters.records_minimum
        or coded.message_count < parameters.records_minimum
        or perceived.customer_count < parameters.customers_minimum as is_suppressed,
        perceived.period_start
    from perceived
    inner join coded
        on
            perceived.journey_stage = coded.journey_stage
            and perceived.segment = coded.segment
            and perceived.period_grain = coded.period_grain
            and perceived.period_start = coded.period_start
    cross join parameters
),

means as (
    select
        period_grain,
        period_start,
        count(*) as cell_count,
        {{ exact_sum('perceived_position') }} / count(*) as mean_perceived,
        {{ exact_sum('coded_alignment') }} / count(*) as mean_coded
    from cells
    where not is_suppressed
    group by period_grain, period_start
),

-- Each side is measured against all shown cells of the same period, on its own spread.
spreads as (
    select
        cells.period_grain,
        cells.period_start,
        sqrt(
            {{ exact_sum(
                '(cells.perceived_position - means.mean_perceived) '
                ~ '* (cells.perceived_position - means.mean_perceived)'
            ) }} / nullif(count(*) - 1, 0)
        ) as sd_perceived,
        sqrt(
            {{ exact_sum(
                '(cells.coded_alignment - means.mean_coded) '
                ~ '* (cells.coded_alignment - means.mean_coded)',
                'decimal(38, 12)'
            ) }} / nullif(count(*) - 1, 0)
        ) as sd_coded
    from cells
    inner join means
        on cells.period_grain = means.period_grain and cells.period_start = means.period_start
    where not cells.is_suppressed
    group by cells.period_grain, cells.period_start
),

standardised as (
    select
        cells.*,
        means.cell_count,
        (cells.perceived_position - means.mean_perceived) / nullif(spreads.sd_perceived, 0)
            as perceived_z,
        (cells.coded_alignment - means.mean_coded) / nullif(spreads.sd_coded, 0) as coded_z
    from cells
    left join means
        on cells.period_grain = means.period_grain and cells.period_start = means.period_start
    left join spreads
        on cells.period_grain = spreads.period_grain and cells.period_start = spreads.period_start
),

final as (
    select
        journey_stage,
        segment,
        period_grain,
        case when not is_suppressed then answer_count end as answer_count,
        case when not is_suppressed then message_count end as message_count,
        case when not is_suppressed then cell_count end as cell_count,
        case when not is_suppressed then perceived_position end as perceived_position,
        case when not is_suppressed then coded_alignment end as coded_alignment,
        case when not is_suppressed then perceived_z end as perceived_z,
        case when not is_suppressed then coded_z end as coded_z,
        case when not is_suppressed then perceived_z - coded_z end as perception_gap,
        is_suppressed,
        period_start
    from standardised
)

select * from final
