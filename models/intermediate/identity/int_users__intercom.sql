-- grain: one row per contact and per teammate
with contacts as (
    select * from {{ ref('stg_intercom__contacts') }}
),

contact_companies as (
    select * from {{ ref('stg_intercom__contact_companies') }}
),

admins as (
    select * from {{ ref('stg_intercom__admins') }}
),

ranked_companies as (
    select
        contact_id,
        company_id,
        row_number() over (
            partition by contact_id order by contact_updated_at desc nulls last, company_id asc
        ) as company_rank
    from contact_companies
),

people as (
    select
        contacts.contact_id as native_user_id,
        contacts.external_id,
        ranked_companies.company_id as account_id,
        contacts.email,
        'customer' as author_role,
        lower(split_part(contacts.language_override, '-', 1)) as language,
        contacts.created_at
    from contacts
    left join ranked_companies
        on contacts.contact_id = ranked_companies.contact_id and ranked_companies.company_rank = 1
    union all
    select
        admin_id as native_user_id,
        cast(null as string) as external_id,
        cast(null as string) as account_id,
        email,
        'human_agent' as author_role,
        cast(null as string) as language,
        cast(null as timestamp) as created_at
    from admins
),

conformed as (
    select
        'intercom' as source_system,
        native_user_id,
        external_id,
        account_id,
        lower(trim(email)) as email,
        author_role,
        cast(null as string) as segment,
        language,
        true as is_active,
        created_at
    from people
)

select * from conformed
