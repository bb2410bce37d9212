{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'unsettled': {'through': 'int_stage_periods', 'where': 'valid_to > as_of_before'},
    },
) }}
{%- set priorities = range(1, 17) -%}
-- grain: one row per customer and period [valid_from, valid_to) in one journey stage
-- At every moment at which a stage opens or closes, the open stage of the lowest priority number is
-- in force (D23): counted by running sums, one per priority, so that one sort is all it takes.
with begins as (
    select
        customer_id,
        priority,
        valid_from
    from {{ ref('int_stage_periods') }}
),

ends as (
    select
        customer_id,
        priority,
        valid_to
    from {{ ref('int_stage_periods') }}
),

told as (
    select * from {{ ref('int_stage_periods') }}
    where is_told
),

rules as (
    select * from {{ ref('journey_stage_rules') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- An end that lies ahead may still move.
edges as (
    select
        customer_id,
        priority,
        valid_from as changed_at,
        1 as opened
    from begins
    union all
    select
        ends.customer_id,
        ends.priority,
        ends.valid_to as changed_at,
        -1 as opened
    from ends
    cross join as_of
    where {{ not_after('ends.valid_to', 'as_of.as_of_at') }}
),

changes as (
    select
        {% for priority in priorities -%}
        cast(sum(case when priority = {{ priority }} then opened else 0 end) as integer)
            as opened_{{ priority }},
        {% endfor -%}
        customer_id,
        changed_at
    from edges
    group by customer_id, changed_at
),

open_stages as (
    select
        {% for priority in priorities -%}
        sum(opened_{{ priority }}) over (
            partition by customer_id order by changed_at
            rows between unbounded preceding and current row
        ) as open_{{ priority }},
        {% endfor -%}
        customer_id,
        changed_at
    from changes
),

first_rules as (
    select
        customer_id,
        changed_at,
        case
            {% for priority in priorities -%}
            when open_{{ priority }} > 0 then {{ priority }}
            {% endfor -%}
        end as priority
    from open_stages
),

stage_names as (
    select distinct
        priority,
        journey_stage
    from rules
    where role = 'begin'
),

named as (
    select
        first_rules.customer_id,
        first_rules.changed_at,
        coalesce(stage_names.journey_stage, 'none') as journey_stage
    from first_rules
    left join stage_names on first_rules.priority = stage_names.priority
),

compared as (
    select
        *,
        lag(journey_stage) over (
            partition by customer_id order by changed_at
        ) as earlier_stage
    from named
),

entered as (
    select
        customer_id,
        journey_stage,
        changed_at as valid_from,
        lead(changed_at) over (partition by customer_id order by changed_at) as valid_to
    from compared
    where earlier_stage is null or earlier_stage <> journey_stage
),

in_stage as (
    select * from entered
    where journey_stage <> 'none'
),

-- Two systems tell two stages for the same time.
disagreements as (
    select
        one.customer_id,
        greatest(one.valid_from, other.valid_from) as valid_from,
        least(one.valid_to, other.valid_to) as valid_to
    from told as one
    inner join told as other
        on
            one.customer_id = other.customer_id
            and one.source_system < other.source_system
            and one.journey_stage <> other.journey_stage
            and (one.valid_to is null or one.valid_to > other.valid_from)
            and (other.valid_to is null or one.valid_from < other.valid_to)
),

clashes as (
    select
        in_stage.customer_id,
        in_stage.valid_from,
        count(*) as clashing_signal_count
    from in_stage
    inner join disagreements
        on
            in_stage.customer_id = disagreements.customer_id
            and (in_stage.valid_to is null or in_stage.valid_to > disagreements.valid_from)
            and (disagreements.valid_to is null or in_stage.valid_from < disagreements.valid_to)
    group by in_stage.customer_id, in_stage.valid_from
),

final as (
    select
        in_stage.customer_id,
        in_stage.journey_stage,
        cast(coalesce(clashes.clashing_signal_count, 0) as bigint) as clashing_signal_count,
        in_stage.valid_from,
        in_stage.valid_to
    from in_stage
    left join clashes
        on
            in_stage.customer_id = clashes.customer_id
            and in_stage.valid_from = clashes.valid_from
)

select * from final
