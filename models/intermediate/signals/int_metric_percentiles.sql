{%- set percentiles = [50, 75, 90, 95] -%}
{%- set cell = 'metric_id, journey_stage, segment, period_grain, period_start' -%}
-- grain: one row per latency metric, journey stage, segment and period: its percentiles
-- Percentiles do not add up over groups, so every roll-up is ranked anew from the observations.
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

exact_ranks as (
    select * from {{ ref('order_statistic_ranks') }}
),

parameters as (
    select
        {{ metric_parameter('normal_quantile') }} as normal_quantile,
        (select max(n) from {{ ref('order_statistic_ranks') }}) as largest_exact_n
),

roll_ups as (
    {% for is_all_stages, is_all_segments in [(0, 0), (0, 1), (1, 0), (1, 1)] -%}
    select
        {{ is_all_stages }} as is_all_stages,
        {{ is_all_segments }} as is_all_segments
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

in_cells as (
    select
        observations.metric_id,
        metrics.estimator,
        case when roll_ups.is_all_stages = 1 then 'all' else observations.journey_stage end
            as journey_stage,
        case when roll_ups.is_all_segments = 1 then 'all' else observations.segment end as segment,
        periods.period_grain,
        periods.period_start,
        observations.record_id,
        observations.latency_seconds,
        observations.is_censored,
        observations.is_within_target
    from observations
    inner join metrics
        on
            observations.metric_id = metrics.metric_id
            and {{ metric_applies('metrics', 'observations.journey_stage') }}
    inner join periods on observations.observed_on = periods.observed_on
    cross join roll_ups
),

ranked as (
    select
        *,
        row_number() over (
            partition by {{ cell }} order by latency_seconds, is_censored, record_id
        ) as value_rank,
        count(*) over (partition by {{ cell }}) as n
    from in_cells
),

at_risk as (
    select
        *,
        n - value_rank + 1 as at_risk_count
    from ranked
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
        partition by {{ cell }} order by value_rank
        rows between unbounded preceding and current row
    )
),

placed as (
    select
        surviving.*,
        case
            when surviving.at_risk_count = 1 and not surviving.is_censored then 0
            else exp(cast(surviving.log_survival as double))
        end as survival,
        case
            when surviving.at_risk_count > 1 or surviving.is_censored
                then
                    parameters.normal_quantile * exp(cast(surviving.log_survival as double))
                    * sqrt(cast(surviving.greenwood_sum as double))
        end as survival_half_width,
        {% for percentile in percentiles -%}
        ceil(surviving.n * {{ percentile }} / 100.0) as rank_{{ percentile }},
        case
            when surviving.n <= parameters.largest_exact_n
                then exact_ranks.lower_{{ percentile }}
            else
                floor(
                    surviving.n * {{ percentile }} / 100.0
                    - parameters.normal_quantile
                    * sqrt(surviving.n * {{ percentile * (100 - percentile) }} / 10000.0)
                )
        end as lower_rank_{{ percentile }},
        case
            when surviving.n <= parameters.largest_exact_n
                then exact_ranks.upper_{{ percentile }}
            else
                ceil(
                    surviving.n * {{ percentile }} / 100.0
                    + parameters.normal_quantile
                    * sqrt(surviving.n * {{ percentile * (100 - percentile) }} / 10000.0)
                ) + 1
        end as upper_rank_{{ percentile }}
            {{- "," if not loop.last }}
        {% endfor %}
    from surviving
    cross join parameters
    left join exact_ranks on surviving.n = exact_ranks.n
),

-- A hair of tolerance: a share of exactly a half must not miss it by the last bit.
measured as (
    select
        {{ cell }},
        max(n) as n,
        count(case when is_censored then 1 end) as censored_count,
        count(case when is_within_target then 1 end) as within_target_count,
        count(is_within_target) as targeted_count,
        {% for percentile in percentiles -%}
        {%- set left = (100 - percentile) ~ ' / 100.0 + 1e-9' -%}
        case max(estimator)
            when 'median' then min(case when value_rank = rank_{{ percentile }} then latency_seconds end)
            else min(case when not is_censored and survival <= {{ left }} then latency_seconds end)
        end as p{{ percentile }}_seconds,
        case max(estimator)
            when 'median'
                then min(case when value_rank = lower_rank_{{ percentile }} then latency_seconds end)
            else
                min(
                    case
                        when not is_censored and survival - survival_half_width <= {{ left }}
                            then latency_seconds
                    end
                )
        end as p{{ percentile }}_ci_low_seconds,
        case max(estimator)
            when 'median'
                then min(case when value_rank = upper_rank_{{ percentile }} then latency_seconds end)
            else
                min(
                    case
                        when not is_censored and survival + survival_half_width <= {{ left }}
                            then latency_seconds
                    end
                )
        end as p{{ percentile }}_ci_high_seconds
            {{- "," if not loop.last }}
        {% endfor %}
    from placed
    group by {{ cell }}
)

select * from measured
