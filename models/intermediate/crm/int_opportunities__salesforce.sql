-- grain: one row per opportunity
with opportunities as (
    select * from {{ ref('stg_salesforce__opportunities') }}
),

opportunity_contacts as (
    select * from {{ ref('stg_salesforce__opportunity_contacts') }}
),

opportunity_changes as (
    select * from {{ ref('stg_salesforce__opportunity_changes') }}
),

-- The main contact, or the only one; several without a mark: nobody can say whose it is.
contacts as (
    select
        opportunity_id,
        max(case when is_primary then contact_id end) as main_contact_id,
        min(contact_id) as any_contact_id,
        count(distinct contact_id) as contact_count
    from opportunity_contacts
    group by opportunity_id
),

latest_entries as (
    select
        opportunity_id,
        stage_name,
        max(changed_at) as entered_at
    from opportunity_changes
    group by opportunity_id, stage_name
),

-- The day of closing has no time: who closes on the day of creation has not closed before it.
closed as (
    select
        opportunities.*,
        case
            when opportunities.is_closed
                then
                    coalesce(
                        latest_entries.entered_at,
                        case
                            when opportunities.close_on = cast(opportunities.created_at as date)
                                then opportunities.created_at
                            else cast(opportunities.close_on as timestamp)
                        end
                    )
        end as closed_at
    from opportunities
    left join latest_entries
        on
            opportunities.opportunity_id = latest_entries.opportunity_id
            and opportunities.stage_name = latest_entries.stage_name
),

conformed as (
    select
        'salesforce' as source_system,
        closed.opportunity_id as native_opportunity_id,
        closed.account_id as native_account_id,
        coalesce(
            contacts.main_contact_id,
            case when contacts.contact_count = 1 then contacts.any_contact_id end
        ) as native_user_id,
        lower(trim(closed.opportunity_type)) as source_type,
        lower(trim(closed.stage_name)) as source_stage,
        upper(trim(closed.currency)) as currency,
        cast(closed.amount as double) as amount,
        case when closed.is_closed then closed.is_won end as is_won,
        closed.is_closed,
        closed.created_at,
        closed.closed_at
    from closed
    left join contacts on closed.opportunity_id = contacts.opportunity_id
)

select * from conformed
