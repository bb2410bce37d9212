{{ config(
    materialized=incremental_or_table(),
    unique_key='session_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per session in which the customer spoke: what it cost
with sessions as (
    select * from {{ ref('fct_sessions') }}
    where arrival_at is not null
),

cost_rates as (
    select * from {{ ref('int_cost_rates') }}
),

-- Two rates of one kind in force at once would double the cost: the one that began last holds.
{% for cost_type in ['labour_hour', 'contact'] -%}
ranked_{{ cost_type }} as (
    select
        sessions.session_id,
        cost_rates.amount_eur,
        row_number() over (
            partition by sessions.session_id
            order by cost_rates.valid_from desc, cost_rates.cost_rate_id asc
        ) as rate_rank
    from sessions
    inner join cost_rates
        on
            sessions.started_at >= cost_rates.valid_from
            and sessions.started_at < cost_rates.valid_until
    where cost_rates.cost_type = '{{ cost_type }}'
),

{% endfor -%}

costed as (
    select
        sessions.session_id,
        sessions.customer_id,
        sessions.channel,
        sessions.journey_stage,
        sessions.segment,
        sessions.handle_seconds,
        sessions.handle_seconds / 3600 * ranked_labour_hour.amount_eur as labour_cost_eur,
        ranked_contact.amount_eur as contact_cost_eur,
        sessions.started_at
    from sessions
    left join ranked_labour_hour
        on
            sessions.session_id = ranked_labour_hour.session_id
            and ranked_labour_hour.rate_rank = 1
    left join ranked_contact
        on
            sessions.session_id = ranked_contact.session_id
            and ranked_contact.rate_rank = 1
),

-- The sum is not known where a part of it is not.
summed as (
    select
        session_id,
        customer_id,
        channel,
        journey_stage,
        segment,
        handle_seconds,
        labour_cost_eur,
        contact_cost_eur,
        labour_cost_eur + contact_cost_eur as cost_eur,
        started_at
    from costed
)

select * from summed
