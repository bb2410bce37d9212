{{ config(enabled='crm' in stage_signal_families()) }}
-- grain: one row per opening and closing of an opportunity, per stage that a CRM tells, and its end
with opportunities as (
    select * from {{ ref('int_opportunities') }}
),

lifecycle_changes as (
    select * from {{ ref('int_lifecycle_changes') }}
),

-- A renewal keeps a customer; it is neither a purchase that is weighed nor an upsell.
dealt as (
    select
        customer_id,
        source_system,
        opportunity_id,
        case opportunity_type when 'new' then 'opportunity' else 'upsell' end as deal,
        is_won,
        created_at,
        case when is_closed then closed_at end as closed_at
    from opportunities
    where opportunity_type in ('new', 'upsell') and customer_id is not null
),

told as (
    select
        customer_id,
        source_system,
        lifecycle_stage,
        md5(source_system || '|' || customer_id || '|' || cast(changed_at as string)) as record_id,
        changed_at,
        lead(changed_at) over (
            partition by source_system, customer_id order by changed_at, lifecycle_stage
        ) as next_changed_at
    from lifecycle_changes
    where customer_id is not null
),

final as (
    select
        customer_id,
        'crm' as source_family,
        source_system,
        deal || '_opened' as signal,
        opportunity_id as record_id,
        created_at as signal_at
    from dealt
    union all
    select
        customer_id,
        'crm' as source_family,
        source_system,
        deal || '_closed' as signal,
        opportunity_id as record_id,
        closed_at as signal_at
    from dealt
    where closed_at is not null
    union all
    select
        customer_id,
        'crm' as source_family,
        source_system,
        'opportunity_won' as signal,
        opportunity_id as record_id,
        closed_at as signal_at
    from dealt
    where is_won and deal = 'opportunity' and closed_at is not null
    union all
    select
        customer_id,
        'crm' as source_family,
        source_system,
        'lifecycle_' || lifecycle_stage as signal,
        record_id,
        changed_at as signal_at
    from told
    where lifecycle_stage is not null
    union all
    select
        customer_id,
        'crm' as source_family,
        source_system,
        'lifecycle_' || lifecycle_stage || '_ended' as signal,
        record_id,
        next_changed_at as signal_at
    from told
    where lifecycle_stage is not null and next_changed_at is not null
)

select * from final
