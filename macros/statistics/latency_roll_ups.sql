{#- Every latency in each cell that it counts in: its own journey stage and segment, the roll-ups 'all', and each period.
    Needs the CTEs observations, metrics and periods. -#}
{% macro latency_roll_ups() -%}
    select
        observations.metric_id,
        metrics.estimator,
        metrics.minimum_n,
        case when roll_ups.is_all_stages = 1 then 'all' else observations.journey_stage end
            as journey_stage,
        case when roll_ups.is_all_segments = 1 then 'all' else observations.segment end as segment,
        periods.period_grain,
        periods.period_start,
        observations.record_id,
        observations.customer_id,
        observations.latency_seconds,
        observations.is_censored,
        observations.is_within_target
    from observations
    inner join metrics
        on
            observations.metric_id = metrics.metric_id
            and {{ metric_applies('metrics', 'observations.journey_stage') }}
    inner join periods on observations.observed_on = periods.observed_on
    cross join (
        {% for is_all_stages, is_all_segments in [(0, 0), (0, 1), (1, 0), (1, 1)] -%}
        select
            {{ is_all_stages }} as is_all_stages,
            {{ is_all_segments }} as is_all_segments
        {%- if not loop.last %}
        union all
        {% endif %}
        {%- endfor %}
    ) as roll_ups
{%- endmacro %}
