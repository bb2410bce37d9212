-- grain: one row per metric whose figures are held back, with the reason
with metric_gates as (
    select * from {{ ref('metric_gates') }}
),

usefulness_agreement as (
    select * from {{ ref('int_usefulness_agreement') }}
),

closed as (
    select
        metric_gates.metric_id,
        usefulness_agreement.suppression_reason
    from metric_gates
    cross join usefulness_agreement
    where
        metric_gates.gate = 'usefulness_agreement'
        and usefulness_agreement.suppression_reason is not null
)

select * from closed
