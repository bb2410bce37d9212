{{ config(materialized='view') }}
-- grain: one row per opportunity: its part in each metric
with opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

ranked_currencies as (
    select
        currency,
        row_number() over (order by count(*) desc, currency asc) as currency_rank
    from opportunities
    where currency is not null
    group by currency
),

-- A CRM names currencies only where it has several: without one it is the main one.
worth as (
    select
        opportunities.opportunity_id,
        opportunities.amount
    from opportunities
    left join ranked_currencies
        on
            opportunities.currency = ranked_currencies.currency
            and ranked_currencies.currency_rank = 1
    where
        opportunities.is_closed
        and opportunities.amount > 0
        and (opportunities.currency is null or ranked_currencies.currency is not null)
),

-- Amounts in units of the mean amount: weights then add up to a number of opportunities.
mean_worth as (
    select {{ exact_sum('amount', 'decimal(38, 6)') }} / count(*) as mean_amount
    from worth
),

weights as (
    select
        worth.opportunity_id,
        worth.amount / mean_worth.mean_amount as weight
    from worth
    cross join mean_worth
),

-- What becomes of it counts for the day of its creation, how it was decided for that of the
-- decision.
moments as (
    select
        opportunities.*,
        true as is_creation,
        false as is_decision,
        opportunities.created_at as observed_at
    from opportunities
    union all
    select
        opportunities.*,
        false as is_creation,
        true as is_decision,
        opportunities.closed_at as observed_at
    from opportunities
    where opportunities.is_closed and opportunities.closed_at is not null
),

records as (
    select
        moments.opportunity_id as record_id,
        moments.journey_stage,
        moments.segment,
        weights.weight,
        moments.is_creation,
        moments.is_decision,
        moments.is_qualified,
        moments.is_won,
        coalesce(moments.customer_id, moments.account_id, moments.opportunity_id) as customer_id,
        cast(moments.observed_at as date) as observed_on
    from moments
    left join weights on moments.opportunity_id = weights.opportunity_id
),

observations as (
    {{ metric_observations('records', 'opportunities') | indent(4) }}
)

select * from observations
