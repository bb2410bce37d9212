{{ config(
    materialized=incremental_or_table(),
    unique_key='opportunity_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per opportunity of a CRM, as it stands now
with opportunities as (
    select * from {{ ref('int_opportunities') }}
),

changes as (
    select * from {{ ref('int_opportunity_changes') }}
),

stages as (
    select * from {{ ref('opportunity_stages') }}
),

types as (
    select * from {{ ref('opportunity_types') }}
),

accounts as (
    select * from {{ ref('int_accounts') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

parameters as (
    select
        {{ metric_parameter('opportunity_qualification_window_seconds') }}
            as qualification_window_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

histories as (
    select
        opportunity_id,
        max(entered_at) as stage_entered_at,
        min(case when is_qualified then entered_at end) as qualified_at
    from changes
    group by opportunity_id
),

customer_stage_then as (
    select
        opportunities.opportunity_id,
        max(customer_stages.journey_stage) as journey_stage
    from opportunities
    inner join customer_stages on opportunities.customer_id = customer_stages.customer_id
    where
        opportunities.created_at >= customer_stages.valid_from
        and (
            customer_stages.valid_to is null
            or opportunities.created_at < customer_stages.valid_to
        )
    group by opportunities.opportunity_id
),

-- What is won was qualified. Without a history nobody knows since when, nor whether what was lost
-- ever was.
combined as (
    select
        opportunities.*,
        parameters.as_of_at,
        parameters.qualification_window_seconds,
        coalesce(customer_stage_then.journey_stage, types.journey_stage, 'unknown')
            as journey_stage,
        coalesce(customer_segments.segment, accounts.account_segment, 'unknown') as segment,
        accounts.business_model,
        accounts.industry,
        accounts.region,
        histories.stage_entered_at,
        histories.opportunity_id is not null as has_history,
        coalesce(
            histories.qualified_at, case when opportunities.is_won then opportunities.closed_at end
        ) as qualified_at,
        stages.is_qualified as is_stage_qualified,
        opportunities.closed_at < opportunities.created_at as is_closed_before_created
    from opportunities
    cross join parameters
    left join histories on opportunities.opportunity_id = histories.opportunity_id
    left join stages on opportunities.opportunity_stage = stages.opportunity_stage
    left join types on opportunities.opportunity_type = types.opportunity_type
    left join accounts on opportunities.account_id = accounts.account_id
    left join customer_segments on opportunities.customer_id = customer_segments.customer_id
    left join customer_stage_then
        on opportunities.opportunity_id = customer_stage_then.opportunity_id
),

aged as (
    select
        *,
        {{ seconds_between('created_at', 'as_of_at') }} as age_seconds,
        {{ seconds_between('created_at', 'qualified_at') }} as qualification_seconds,
        {{ seconds_between('coalesce(stage_entered_at, created_at)', 'as_of_at') }}
            as standing_seconds
    from combined
),

final as (
    select
        opportunity_id,
        account_id,
        customer_id,
        source_system,
        opportunity_type,
        opportunity_stage,
        journey_stage,
        segment,
        business_model,
        industry,
        region,
        currency,
        amount,
        case when not is_closed_before_created then {{ seconds_between('created_at', 'closed_at') }}
        end as cycle_seconds,
        case when not is_closed then age_seconds end as open_seconds,
        case when not is_closed then standing_seconds end as stage_seconds,
        is_closed,
        is_won,
        case
            when age_seconds < qualification_window_seconds then cast(null as boolean)
            when qualification_seconds <= qualification_window_seconds then true
            when has_history or not is_stage_qualified then false
        end as is_qualified,
        coalesce(is_closed_before_created, false) as is_closed_before_created,
        created_at,
        qualified_at,
        closed_at
    from aged
)

select * from final
