{%- set cell = 'metric_id, cut, period_grain, period_start' -%}
-- grain: one row per share metric, cut and period with at least two shown values of the cut
-- How much of the spread of a share lies between the values of a cut: 0 where they are all alike,
-- 1 where the cut tells everything. Of the values that are shown.
with cut_values as (
    select * from {{ ref('metric_values_by_cut') }}
    where not is_suppressed
),

metrics as (
    select * from {{ ref('dim_metrics') }}
    where estimator = 'proportion'
),

shown as (
    select
        cut_values.metric_id,
        cut_values.cut,
        cut_values.period_grain,
        cut_values.period_start,
        cut_values.cut_value,
        cut_values.numerator,
        cut_values.denominator,
        cut_values.value,
        case when metrics.direction = 'lower_is_better' then -1 else 1 end as sign
    from cut_values
    inner join metrics on cut_values.metric_id = metrics.metric_id
),

totals as (
    select
        {{ cell }},
        count(*) as group_count,
        {{ exact_sum('numerator') }} / nullif({{ exact_sum('denominator') }}, 0) as total_value,
        {{ exact_sum('denominator') }} as denominator
    from shown
    group by {{ cell }}
),

ranked as (
    select
        shown.*,
        totals.group_count,
        totals.total_value,
        totals.denominator as total_denominator,
        shown.denominator
        * (shown.value - totals.total_value) * (shown.value - totals.total_value)
            as between_squares,
        row_number() over (
            partition by shown.metric_id, shown.cut, shown.period_grain, shown.period_start
            order by shown.sign * shown.value asc nulls last, shown.cut_value asc nulls last
        ) as worst_rank
    from shown
    inner join totals
        on
            shown.metric_id = totals.metric_id
            and shown.cut = totals.cut
            and shown.period_grain = totals.period_grain
            and shown.period_start = totals.period_start
    where totals.group_count > 1
),

-- The worst tenth of the values, at least one, by name.
marked as (
    select
        *,
        case when worst_rank <= ceil(group_count / 10.0) then numerator end as worst_numerator,
        case when worst_rank <= ceil(group_count / 10.0) then denominator end as worst_denominator
    from ranked
),

variance as (
    select
        metric_id,
        cut,
        period_grain,
        max(case when worst_rank = 1 then cut_value end) as worst_cut_value,
        max(group_count) as group_count,
        max(total_value) as total_value,
        max(case when worst_rank = 1 then value end) as worst_value,
        max(case when worst_rank = 1 then value end) - max(total_value) as worst_gap,
        count(worst_denominator) as worst_decile_count,
        {{ exact_sum('worst_numerator') }} / nullif({{ exact_sum('worst_denominator') }}, 0)
            as worst_decile_value,
        {{ exact_sum('between_squares') }}
        / nullif(max(total_denominator) * max(total_value) * (1 - max(total_value)), 0)
            as between_group_share,
        period_start
    from marked
    group by metric_id, cut, period_grain, period_start
)

select * from variance
