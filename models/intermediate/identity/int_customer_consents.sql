{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
    meta={
        'unsettled': {'through': 'int_consents', 'where': 'changed_at > as_of_before'},
    },
) }}
-- grain: one row per customer, purpose and period [valid_from, valid_to) of one answer
-- The latest answer that any system was given holds for the person; of two at the same moment, the
-- refusal. Before the first answer there is no row: nobody asked, which is no consent.
with consents as (
    select * from {{ ref('int_consents') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

answers as (
    select
        consents.customer_id,
        consents.purpose,
        consents.changed_at,
        min(case when consents.is_granted then 1 else 0 end) = 1 as is_granted
    from consents
    cross join as_of
    where {{ not_after('consents.changed_at', 'as_of.as_of_at') }}
    group by consents.customer_id, consents.purpose, consents.changed_at
),

final as (
    select
        customer_id,
        purpose,
        is_granted,
        changed_at as valid_from,
        lead(changed_at) over (
            partition by customer_id, purpose order by changed_at
        ) as valid_to
    from answers
)

select * from final
