{#- Every latency in each period that it counts in, where its metric is used. Needs the CTEs observations, metrics and
    periods. -#}
{% macro latencies_of_periods() -%}
    select
        observations.metric_id,
        metrics.estimator,
        metrics.minimum_n,
        observations.journey_stage,
        observations.segment,
        periods.period_grain,
        periods.period_start,
        observations.latency_seconds,
        observations.is_censored,
        observations.is_within_target
    from observations
    inner join metrics
        on
            observations.metric_id = metrics.metric_id
            and {{ metric_applies('metrics', 'observations.journey_stage') }}
    inner join periods on observations.observed_on = periods.observed_on
{%- endmacro %}
