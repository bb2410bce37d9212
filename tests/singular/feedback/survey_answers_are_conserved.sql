-- Rows: sources whose survey answers are not all either counted or left out with a reason.
with told as (
    {{ union_adapters('survey_answers', ['source_system', 'native_answer_id']) }}
),

counted as (
    select source_system from {{ ref('int_survey_answers') }}
    union all
    select source_system from {{ ref('int_survey_answers_left_out') }}
),

told_counts as (
    select
        source_system,
        count(*) as told_count
    from told
    group by source_system
),

counted_counts as (
    select
        source_system,
        count(*) as counted_count
    from counted
    group by source_system
)

select
    told_counts.source_system,
    told_counts.told_count,
    counted_counts.counted_count
from told_counts
left join counted_counts on told_counts.source_system = counted_counts.source_system
where told_counts.told_count <> coalesce(counted_counts.counted_count, 0)
