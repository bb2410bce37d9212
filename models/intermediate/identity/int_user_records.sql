-- grain: one row per user of a source system
with users as (
    select * from {{ ref('int_source_users') }}
),

shared_mailboxes as (
    select * from {{ ref('shared_mailboxes') }}
),

internal_email_domains as (
    select * from {{ ref('internal_email_domains') }}
),

trimmed as (
    select
        *,
        nullif(lower(trim(email)), '') as known_email,
        nullif(trim(external_id), '') as known_external_id
    from users
),

split as (
    select
        *,
        split_part(known_email, '@', 1) as local_part,
        nullif(split_part(known_email, '@', 2), '') as email_domain
    from trimmed
),

final as (
    select
        {{ key_of(['split.source_system', 'split.native_user_id']) }} as user_id,
        split.source_system,
        split.native_user_id,
        split.known_external_id as external_id,
        {{ key_of(['split.source_system', 'split.account_id']) }} as account_id,
        split.known_email as email,
        split.email_domain,
        split.author_role,
        -- A colleague who left shows as a customer; the address still tells.
        case
            when
                internal_email_domains.email_domain is not null
                or coalesce(split.author_role, 'customer') <> 'customer'
                then 'staff'
            else 'customer'
        end as side,
        split.segment,
        split.language,
        split.is_active,
        shared_mailboxes.local_part is not null as is_shared_address,
        split.created_at
    from split
    left join shared_mailboxes on split.local_part = shared_mailboxes.local_part
    left join internal_email_domains
        on split.email_domain = internal_email_domains.email_domain
)

select * from final
