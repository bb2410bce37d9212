{{ config(unique_key=[], incremental_strategy='whole_table') }}
-- grain: one row: how many replies are labelled, and how far the lexicon agrees with human labels
with message_usefulness as (
    select * from {{ ref('int_message_usefulness') }}
),

counted as (
    select
        count(*) as reply_count,
        count(is_useful) as labelled_count,
        count(case when is_useful_by_human is not null then 1 end) as human_count,
        count(case when is_useful_by_human is not null and is_useful_by_lexicon then 1 end)
            as read_useful_count,
        count(case when is_useful_by_human and is_useful_by_lexicon then 1 end)
            as read_useful_and_right_count,
        count(case when is_useful_by_human then 1 end) as human_useful_count,
        count(case when is_useful_by_human is not null and not is_useful_by_lexicon then 1 end)
            as read_useless_count,
        count(case when not is_useful_by_human and not is_useful_by_lexicon then 1 end)
            as read_useless_and_right_count
    from message_usefulness
),

shares as (
    select
        *,
        cast(labelled_count as double) / nullif(reply_count, 0) as coverage,
        cast(read_useful_and_right_count as double) / nullif(read_useful_count, 0)
            as useful_precision,
        cast(read_useful_and_right_count as double) / nullif(human_useful_count, 0)
            as useful_recall,
        cast(read_useless_and_right_count as double) / nullif(read_useless_count, 0)
            as useless_precision,
        {{ metric_parameter('normal_quantile') }} as normal_quantile
    from counted
),

bounded as (
    select
        *,
        case
            when useful_precision is not null
                then
                    {{ wilson_bound(
                        'useful_precision', 'read_useful_count', 'normal_quantile', '-'
                    ) }}
        end as useful_precision_low
    from shares
),

gated as (
    select
        *,
        case
            when reply_count = 0 then null
            when coverage < {{ metric_parameter('useful_min_coverage') }}
                then 'too few replies are labelled useful or not'
            when useful_precision_low is null then 'no human labels to check usefulness against'
            when useful_precision_low < {{ metric_parameter('useful_min_precision') }}
                then 'precision of usefulness against human labels is not shown'
        end as suppression_reason
    from bounded
)

select * from gated
