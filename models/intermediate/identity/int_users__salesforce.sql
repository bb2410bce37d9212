-- grain: one row per contact and per lead that is no contact yet
with contacts as (
    select * from {{ ref('stg_salesforce__contacts') }}
),

leads as (
    select * from {{ ref('stg_salesforce__leads') }}
),

bands as (
    select * from {{ ref('int_account_bands') }}
    where source_system = 'salesforce'
),

segment_mappings as (
    select * from {{ ref('segment_mappings') }}
    where source_system = 'salesforce'
),

people as (
    select
        contact_id as native_user_id,
        external_user_id as external_id,
        account_id,
        email,
        audience_segment,
        created_at
    from contacts
    union all
    select
        leads.lead_id as native_user_id,
        leads.external_user_id as external_id,
        cast(null as string) as account_id,
        leads.email,
        leads.audience_segment,
        leads.created_at
    from leads
    left join contacts on leads.converted_contact_id = contacts.contact_id
    where contacts.contact_id is null
),

conformed as (
    select
        'salesforce' as source_system,
        people.native_user_id,
        people.external_id,
        people.account_id,
        lower(trim(people.email)) as email,
        'customer' as author_role,
        -- What the person said goes before what the size of the account suggests.
        coalesce(segment_mappings.segment, bands.segment) as segment,
        cast(null as string) as language,
        true as is_active,
        people.created_at
    from people
    left join bands on people.account_id = bands.native_account_id
    left join segment_mappings
        on lower(trim(people.audience_segment)) = segment_mappings.source_segment
)

select * from conformed
