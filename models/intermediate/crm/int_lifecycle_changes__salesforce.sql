-- grain: one row per lead and change of its status, its creation and its conversion among them
with leads as (
    select * from {{ ref('stg_salesforce__leads') }}
),

lead_changes as (
    select * from {{ ref('stg_salesforce__lead_changes') }}
    where lower(field_name) = 'status' and new_value is not null
),

contacts as (
    select * from {{ ref('stg_salesforce__contacts') }}
),

opportunities as (
    select * from {{ ref('stg_salesforce__opportunities') }}
),

with_history as (
    select distinct lead_id from lead_changes
),

-- A lead that became a contact is that contact.
people as (
    select
        leads.*,
        coalesce(contacts.contact_id, leads.lead_id) as native_user_id
    from leads
    left join contacts on leads.converted_contact_id = contacts.contact_id
),

created as (
    select
        native_user_id,
        'lead created' as source_stage,
        created_at as changed_at
    from people
),

moved as (
    select
        people.native_user_id,
        lower(trim(lead_changes.new_value)) as source_stage,
        lead_changes.changed_at
    from lead_changes
    inner join people on lead_changes.lead_id = people.lead_id
),

-- Without a history the status has held since the last change of the lead at the latest.
standing as (
    select
        people.native_user_id,
        lower(trim(people.status)) as source_stage,
        people.updated_at as changed_at
    from people
    left join with_history on people.lead_id = with_history.lead_id
    where
        with_history.lead_id is null
        and people.status is not null
        and people.updated_at is not null
        and not coalesce(people.is_converted, false)
),

-- The day of the conversion has no time; the opportunity or contact that it made has.
converted as (
    select
        people.native_user_id,
        'lead converted' as source_stage,
        coalesce(
            case
                when cast(opportunities.created_at as date) = people.converted_on
                    then opportunities.created_at
            end,
            case
                when cast(contacts.created_at as date) = people.converted_on
                    then contacts.created_at
            end,
            greatest(cast(people.converted_on as timestamp), people.created_at)
        ) as changed_at
    from people
    left join opportunities
        on people.converted_opportunity_id = opportunities.opportunity_id
    left join contacts on people.converted_contact_id = contacts.contact_id
    where people.is_converted and people.converted_on is not null
),

changes as (
    select * from created
    union
    select * from moved
    union
    select * from standing
    union
    select * from converted
),

conformed as (
    select
        'salesforce' as source_system,
        native_user_id,
        source_stage,
        changed_at
    from changes
)

select * from conformed
