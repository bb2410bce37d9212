{{ config(
    materialized=incremental_or_table(),
    unique_key='customer_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per customer whom a CRM first knew as a lead
with changes as (
    select * from {{ ref('int_lifecycle_changes') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

parameters as (
    select
        {{ metric_parameter('lead_qualification_window_seconds') }} as qualification_window_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

-- Two CRMs may know one person: the earliest word of either counts.
ordered as (
    select
        customer_id,
        source_system,
        lifecycle_stage,
        changed_at,
        row_number() over (
            partition by customer_id order by changed_at, source_system, source_stage
        ) as change_seq
    from changes
),

-- Who was first known as a customer was never a lead.
first_known as (
    select
        customer_id,
        source_system,
        lifecycle_stage,
        changed_at as lead_at
    from ordered
    where change_seq = 1 and lifecycle_stage in ('awareness', 'consideration')
),

qualifications as (
    select
        customer_id,
        count(distinct source_system) as source_system_count,
        min(case when is_qualified_lead then changed_at end) as qualified_at
    from changes
    group by customer_id
),

stage_then as (
    select
        first_known.customer_id,
        max(customer_stages.journey_stage) as journey_stage
    from first_known
    inner join customer_stages on first_known.customer_id = customer_stages.customer_id
    where
        first_known.lead_at >= customer_stages.valid_from
        and (customer_stages.valid_to is null or first_known.lead_at < customer_stages.valid_to)
    group by first_known.customer_id
),

combined as (
    select
        first_known.customer_id,
        first_known.source_system,
        first_known.lead_at,
        qualifications.source_system_count,
        qualifications.qualified_at,
        parameters.qualification_window_seconds,
        coalesce(stage_then.journey_stage, first_known.lifecycle_stage) as journey_stage,
        coalesce(customer_segments.segment, 'unknown') as segment,
        {{ seconds_between('first_known.lead_at', 'qualifications.qualified_at') }}
            as qualification_seconds,
        {{ seconds_between('first_known.lead_at', 'parameters.as_of_at') }} as age_seconds
    from first_known
    cross join parameters
    inner join qualifications on first_known.customer_id = qualifications.customer_id
    left join stage_then on first_known.customer_id = stage_then.customer_id
    left join customer_segments on first_known.customer_id = customer_segments.customer_id
),

final as (
    select
        customer_id,
        source_system,
        journey_stage,
        segment,
        source_system_count,
        qualification_seconds,
        case
            when age_seconds < qualification_window_seconds then cast(null as boolean)
            else coalesce(qualification_seconds <= qualification_window_seconds, false)
        end as is_qualified,
        lead_at,
        qualified_at
    from combined
)

select * from final
