-- grain: one row per contact and change of the consent to marketing e-mail
with contacts as (
    select * from {{ ref('stg_hubspot__contacts') }}
),

property_changes as (
    select * from {{ ref('stg_hubspot__contact_property_changes') }}
    where property_name = 'hs_email_optout' and lower(trim(value)) in ('true', 'false')
),

with_history as (
    select distinct contact_id from property_changes
),

changes as (
    select
        contact_id,
        lower(trim(value)) = 'false' as is_granted,
        changed_at
    from property_changes
    union all
    -- Without a history the mark has held since the latest delivery at the latest.
    select
        contacts.contact_id,
        not contacts.has_opted_out as is_granted,
        contacts.synced_at as changed_at
    from contacts
    left join with_history on contacts.contact_id = with_history.contact_id
    where with_history.contact_id is null and contacts.has_opted_out is not null
),

conformed as (
    select
        'hubspot' as source_system,
        contact_id as native_user_id,
        'marketing' as purpose,
        is_granted,
        changed_at
    from changes
)

select * from conformed
