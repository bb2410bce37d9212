{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per message that marketing sent to one person
-- Consent as it was at the moment of sending: what was granted or withdrawn later changes nothing.
with marketing_sends as (
    select * from {{ ref('int_marketing_sends') }}
),

customer_consents as (
    select * from {{ ref('int_customer_consents') }}
),

answers_then as (
    select
        marketing_sends.send_id,
        max(
            case
                when customer_consents.purpose = 'marketing'
                    then {{ one_if('customer_consents.is_granted') }}
            end
        ) as marketing,
        max(
            case
                when customer_consents.purpose = 'personalisation'
                    then {{ one_if('customer_consents.is_granted') }}
            end
        ) as personalisation
    from marketing_sends
    inner join customer_consents
        on
            marketing_sends.customer_id = customer_consents.customer_id
            and {{ in_period('customer_consents', 'marketing_sends.sent_at') }}
    group by marketing_sends.send_id
),

final as (
    select
        marketing_sends.send_id,
        marketing_sends.customer_id,
        answers_then.marketing = 1 as has_marketing_consent,
        answers_then.personalisation = 1 as has_personalisation_consent,
        coalesce(answers_then.marketing, 0) = 0 as is_sent_without_consent,
        -- A rule chose the person by what is known of the person.
        marketing_sends.rule_id is not null and coalesce(answers_then.personalisation, 0) = 0
            as is_personalised_without_consent,
        marketing_sends.sent_at
    from marketing_sends
    left join answers_then on marketing_sends.send_id = answers_then.send_id
)

select * from final
