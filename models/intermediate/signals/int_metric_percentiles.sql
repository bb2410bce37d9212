{%- set percentiles = [50, 75, 90, 95] -%}
{%- set figures = [
    (50, '_seconds'), (50, '_ci_low_seconds'), (50, '_ci_high_seconds'),
    (75, '_seconds'), (75, '_ci_low_seconds'), (75, '_ci_high_seconds'),
    (90, '_seconds'), (90, '_ci_low_seconds'), (90, '_ci_high_seconds'),
    (95, '_seconds'), (95, '_ci_low_seconds'), (95, '_ci_high_seconds'),
] -%}
{%- set rank_of = {
    '_seconds': 'rank_', '_ci_low_seconds': 'lower_rank_', '_ci_high_seconds': 'upper_rank_',
} -%}
{%- set share_of = {
    '_seconds': 'survival', '_ci_low_seconds': 'survival - half_width',
    '_ci_high_seconds': 'survival + half_width',
} -%}
{%- set left_of = {
    50: '0.5 + 1e-9', 75: '0.25 + 1e-9', 90: '0.1 + 1e-9', 95: '0.05 + 1e-9',
} -%}
{%- set cell = 'metric_id, journey_stage, segment, period_grain, period_start' -%}
-- grain: one row per latency metric, journey stage, segment and period: its percentiles
-- Percentiles do not add up over groups, so every roll-up is ranked anew from the observations;
-- cells with too few of them are counted, not ranked.
-- A percentile is an observed value: the first that at least so many per cent do not exceed. Its
-- interval runs between two ranks of the same observations (binomial; the ranks of up to 200
-- observations are exact). Where some have not happened yet, the share that has is Kaplan and
-- Meier's, with Greenwood's variance.
with observations as (
    select * from {{ ref('int_metric_observations__latencies') }}
),

periods as (
    select * from {{ ref('int_reporting_periods') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

cells as (
    select * from {{ ref('int_latency_cells') }}
),

exact_ranks as (
    select * from {{ ref('order_statistic_ranks') }}
),

parameters as (
    select
        {{ metric_parameter('normal_quantile') }} as normal_quantile,
        (select max(n) from {{ ref('order_statistic_ranks') }}) as largest_exact_n
),

latencies as (
    {{ latencies_of_periods() | indent(4) }}
),

ranked as (
    select
        metric_id,
        coalesce(journey_stage, 'all') as journey_stage,
        coalesce(segment, 'all') as segment,
        period_grain,
        period_start,
        count(*) as n,
        {{ sorted_values('latency_seconds') }} as sorted_seconds
    from latencies
    where estimator = 'median'
    group by metric_id, period_grain, period_start, cube(journey_stage, segment)
),

placed as (
    select
        {% for percentile in percentiles -%}
        ceil(ranked.n * {{ percentile }} / 100.0) as rank_{{ percentile }},
        {{ order_statistic_rank(percentile, 'lower') }} as lower_rank_{{ percentile }},
        {{ order_statistic_rank(percentile, 'upper') }} as upper_rank_{{ percentile }},
        {% endfor -%}
        ranked.*
    from ranked
    cross join parameters
    left join exact_ranks on ranked.n = exact_ranks.n
),

by_rank as (
    select
        {% for percentile, part in figures -%}
        {{ value_at('sorted_seconds', rank_of[part] ~ percentile) }} as p{{ percentile }}{{ part }},
        {% endfor -%}
        {{ cell }}
    from placed
),

numbered_cells as (
    select
        *,
        row_number() over (order by {{ cell }}) as cell_number
    from cells
    where n >= minimum_n
),

waits as (
    {% for stage, segment in [
        ('journey_stage', 'segment'), ('journey_stage', "'all'"), ("'all'", 'segment'),
        ("'all'", "'all'"),
    ] -%}
    select
        metric_id,
        {{ stage }} as journey_stage,
        {{ segment }} as segment,
        period_grain,
        period_start,
        latency_seconds,
        is_censored
    from latencies
    where estimator = 'kaplan_meier_median'
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

at_risk as (
    select
        numbered_cells.cell_number,
        waits.latency_seconds,
        waits.is_censored,
        numbered_cells.n + 1 - row_number() over (
            partition by numbered_cells.cell_number
            order by waits.latency_seconds, waits.is_censored
        ) as at_risk_count
    from waits
    inner join numbered_cells
        on
            waits.metric_id = numbered_cells.metric_id
            and waits.journey_stage = numbered_cells.journey_stage
            and waits.segment = numbered_cells.segment
            and waits.period_grain = numbered_cells.period_grain
            and waits.period_start = numbered_cells.period_start
),

-- The last one at risk takes the share to zero, whose logarithm does not exist, nor its variance.
surviving as (
    select
        *,
        sum(
            case
                when is_censored or at_risk_count = 1 then 0
                else
                    cast(
                        ln((at_risk_count - 1) / cast(at_risk_count as double)) as decimal(28, 15)
                    )
            end
        ) over running as log_survival,
        sum(
            case
                when is_censored or at_risk_count = 1 then 0
                else
                    cast(
                        1 / (cast(at_risk_count as double) * (at_risk_count - 1)) as decimal(28, 15)
                    )
            end
        ) over running as greenwood_sum
    from at_risk
    window running as (
        partition by cell_number order by at_risk_count desc
        rows between unbounded preceding and current row
    )
),

survival as (
    select
        surviving.*,
        case when not surviving.is_censored then surviving.latency_seconds end
            as happened_seconds,
        case
            when surviving.at_risk_count = 1 and not surviving.is_censored then 0
            else exp(cast(surviving.log_survival as double))
        end as survival,
        case
            when surviving.at_risk_count > 1 or surviving.is_censored
                then
                    parameters.normal_quantile * exp(cast(surviving.log_survival as double))
                    * sqrt(cast(surviving.greenwood_sum as double))
        end as half_width
    from surviving
    cross join parameters
),

-- A hair of tolerance: a share of exactly a half must not miss it by the last bit.
by_survival as (
    select
        {% for percentile, part in figures -%}
        min(case when {{ share_of[part] }} <= {{ left_of[percentile] }} then happened_seconds end)
            as p{{ percentile }}{{ part }},
        {% endfor -%}
        cell_number
    from survival
    group by cell_number
),

measured as (
    select by_rank.*
    from by_rank
    inner join numbered_cells
        on
            by_rank.metric_id = numbered_cells.metric_id
            and by_rank.journey_stage = numbered_cells.journey_stage
            and by_rank.segment = numbered_cells.segment
            and by_rank.period_grain = numbered_cells.period_grain
            and by_rank.period_start = numbered_cells.period_start
    union all
    select
        {% for percentile, part in figures -%}
        by_survival.p{{ percentile }}{{ part }},
        {% endfor -%}
        {% for key in cell.split(', ') -%}
        numbered_cells.{{ key }}
        {%- if not loop.last %},
        {% endif %}
        {%- endfor %}
    from by_survival
    inner join numbered_cells on by_survival.cell_number = numbered_cells.cell_number
),

final as (
    select
        cells.metric_id,
        cells.journey_stage,
        cells.segment,
        cells.period_grain,
        cells.n,
        cells.customer_count,
        cells.censored_count,
        cells.within_target_count,
        {% for percentile, part in figures -%}
        measured.p{{ percentile }}{{ part }},
        {% endfor -%}
        cells.targeted_count,
        cells.period_start
    from cells
    left join measured
        on
            cells.metric_id = measured.metric_id
            and cells.journey_stage = measured.journey_stage
            and cells.segment = measured.segment
            and cells.period_grain = measured.period_grain
            and cells.period_start = measured.period_start
)

select * from final
