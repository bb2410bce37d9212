-- grain: one row per intent of the vocabulary
with intents as (
    select * from {{ ref('intents') }}
),

described as (
    select
        intent,
        parent_intent,
        intent_name,
        is_complaint,
        is_emotional
    from intents
)

select * from described
