-- grain: one row per breached metric, journey stage, segment, period and leading theme
with scorecard as (
    select * from {{ ref('journey_stage_scorecard') }}
    where is_breached
),

themes as (
    select * from {{ ref('fct_survey_themes') }}
),

texts as (
    select * from {{ ref('fct_survey_texts') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

parameters as (
    select
        {{ metric_parameter('shift_theme_count') }} as theme_count,
        {{ metric_parameter('shift_theme_min_texts') }} as texts_minimum,
        {{ metric_parameter('customers_per_cell_minimum') }} as customers_minimum
),

theme_counts as (
    select
        themes.theme,
        coalesce(themes.journey_stage, 'all') as journey_stage,
        coalesce(themes.segment, 'all') as segment,
        periods.period_grain,
        periods.period_start,
        count(*) as theme_text_count,
        count(case when themes.polarity = 'negative' then 1 end) as negative_text_count
    from themes
    inner join periods on cast(themes.submitted_at as date) = periods.observed_on
    group by
        themes.theme, periods.period_grain, periods.period_start,
        cube(themes.journey_stage, themes.segment)
),

text_counts as (
    select
        coalesce(texts.journey_stage, 'all') as journey_stage,
        coalesce(texts.segment, 'all') as segment,
        periods.period_grain,
        periods.period_start,
        count(*) as text_count,
        count(distinct texts.customer_id) as customer_count
    from texts
    inner join periods on cast(texts.submitted_at as date) = periods.observed_on
    group by periods.period_grain, periods.period_start, cube(texts.journey_stage, texts.segment)
),

-- What went wrong is told by complaints: they rank first. One text is an anecdote, and few people
-- could be recognised.
ranked as (
    select
        theme_counts.*,
        text_counts.text_count,
        row_number() over (
            partition by
                theme_counts.journey_stage,
                theme_counts.segment,
                theme_counts.period_grain,
                theme_counts.period_start
            order by
                theme_counts.negative_text_count desc,
                theme_counts.theme_text_count desc,
                theme_counts.theme asc
        ) as theme_rank
    from theme_counts
    inner join text_counts
        on
            theme_counts.journey_stage = text_counts.journey_stage
            and theme_counts.segment = text_counts.segment
            and theme_counts.period_grain = text_counts.period_grain
            and theme_counts.period_start = text_counts.period_start
    cross join parameters
    where
        theme_counts.theme_text_count >= parameters.texts_minimum
        and text_counts.customer_count >= parameters.customers_minimum
),

final as (
    select
        scorecard.metric_id,
        scorecard.journey_stage,
        scorecard.segment,
        scorecard.period_grain,
        ranked.theme,
        cast(ranked.theme_rank as bigint) as theme_rank,
        ranked.theme_text_count,
        ranked.negative_text_count,
        ranked.text_count,
        cast(ranked.theme_text_count as double) / ranked.text_count as theme_share,
        cast(ranked.negative_text_count as double) / ranked.text_count as negative_share,
        scorecard.value as metric_value,
        scorecard.change as metric_change,
        scorecard.period_start
    from scorecard
    inner join ranked
        on
            scorecard.journey_stage = ranked.journey_stage
            and scorecard.segment = ranked.segment
            and scorecard.period_grain = ranked.period_grain
            and scorecard.period_start = ranked.period_start
    cross join parameters
    where ranked.theme_rank <= parameters.theme_count
)

select * from final
