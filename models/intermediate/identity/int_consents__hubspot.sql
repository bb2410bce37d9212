-- grain: one row per contact and opting out of, or back into, marketing e-mail
-- A mark that was never set is no consent: nobody asked. Only who takes an opt-out back has agreed.
with contacts as (
    select * from {{ ref('stg_hubspot__contacts') }}
),

property_changes as (
    select * from {{ ref('stg_hubspot__contact_property_changes') }}
    where property_name = 'hs_email_optout' and lower(trim(value)) in ('true', 'false')
),

marks as (
    select
        contact_id,
        lower(trim(value)) = 'true' as has_opted_out,
        changed_at
    from property_changes
),

first_opt_outs as (
    select
        contact_id,
        min(changed_at) as first_opted_out_at
    from marks
    where has_opted_out
    group by contact_id
),

changes as (
    select
        marks.contact_id,
        not marks.has_opted_out as is_granted,
        marks.changed_at
    from marks
    inner join first_opt_outs
        on
            marks.contact_id = first_opt_outs.contact_id
            and marks.changed_at >= first_opt_outs.first_opted_out_at
    union all
    -- Without a history the mark has held since the latest delivery at the latest.
    select
        contacts.contact_id,
        false as is_granted,
        contacts.synced_at as changed_at
    from contacts
    left join first_opt_outs on contacts.contact_id = first_opt_outs.contact_id
    where first_opt_outs.contact_id is null and contacts.has_opted_out
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
