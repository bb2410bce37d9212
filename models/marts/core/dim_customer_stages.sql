{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per customer and period [valid_from, valid_to) in one journey stage
with customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

final as (
    select
        customer_id,
        journey_stage,
        cast(
            row_number() over (partition by customer_id order by valid_from) as bigint
        ) as stage_seq,
        clashing_signal_count,
        {{ seconds_between('valid_from', 'valid_to') }} as stage_seconds,
        valid_to is null as is_current,
        valid_from,
        valid_to
    from customer_stages
)

select * from final
