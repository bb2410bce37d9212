-- grain: one row per metric and thread that counts for it
with threads as (
    select * from {{ ref('fct_threads') }}
),

records as (
    select
        thread_id as record_id,
        journey_stage,
        segment,
        sla_met_count,
        sla_met_count + sla_breach_count as sla_decided_count,
        is_one_touch,
        is_two_touch,
        is_multi_touch,
        reopen_count > 0 as is_reopened,
        substantive_reopen_count > 0 as is_reopened_substantively,
        resolution_count > 0 as is_solved_once,
        coalesce(customer_id, thread_id) as customer_id,
        cast(created_at as date) as observed_on
    from threads
),

observations as (
    {{ metric_observations('records', [
        ('one_touch_rate', one_if('is_one_touch'), one_if('is_solved_once')),
        ('two_touch_rate', one_if('is_two_touch'), one_if('is_solved_once')),
        ('multi_touch_rate', one_if('is_multi_touch'), one_if('is_solved_once')),
        (
            'substantive_reopen_rate',
            one_if('is_reopened_substantively'), one_if('is_solved_once'),
        ),
        ('reopen_rate', one_if('is_reopened'), one_if('is_solved_once')),
        ('sla_attainment_rate', 'sla_met_count', 'sla_decided_count'),
    ]) | indent(4) }}
)

select * from observations
