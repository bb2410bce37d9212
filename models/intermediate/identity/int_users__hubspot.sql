-- grain: one row per contact
with contacts as (
    select * from {{ ref('stg_hubspot__contacts') }}
),

contact_companies as (
    select * from {{ ref('stg_hubspot__contact_companies') }}
),

bands as (
    select * from {{ ref('int_account_bands') }}
    where source_system = 'hubspot'
),

segment_mappings as (
    select * from {{ ref('segment_mappings') }}
    where source_system = 'hubspot'
),

-- The main company has its own kind of link; the contact names it too, where that property is kept.
ranked_companies as (
    select
        contact_id,
        company_id,
        row_number() over (
            partition by contact_id order by coalesce(type_id, 0) = 1 desc, company_id asc
        ) as company_rank
    from contact_companies
),

people as (
    select
        contacts.*,
        coalesce(contacts.main_company_id, ranked_companies.company_id) as company_id
    from contacts
    left join ranked_companies
        on contacts.contact_id = ranked_companies.contact_id and ranked_companies.company_rank = 1
),

conformed as (
    select
        'hubspot' as source_system,
        people.contact_id as native_user_id,
        people.external_user_id as external_id,
        people.company_id as account_id,
        lower(trim(people.email)) as email,
        'customer' as author_role,
        -- What the person said goes before what the size of the company suggests.
        coalesce(segment_mappings.segment, bands.segment) as segment,
        lower(split_part(people.language, '-', 1)) as language,
        true as is_active,
        people.created_at
    from people
    left join bands on people.company_id = bands.native_account_id
    left join segment_mappings
        on lower(trim(people.audience_segment)) = segment_mappings.source_segment
)

select * from conformed
