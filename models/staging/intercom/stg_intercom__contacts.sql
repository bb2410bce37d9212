{{ config(materialized='view') }}
-- grain: one row per contact: users and leads
with source as (
    {{ stage_source('intercom', 'contact_history') }}
),

renamed as (
    select
        id as contact_id,
        external_id,
        admin_id,
        role,
        email,
        language_override,
        unsubscribed_from_emails as is_unsubscribed,
        _fivetran_synced as synced_at,
        created_at,
        signed_up_at,
        last_replied_at,
        last_contacted_at,
        last_email_opened_at,
        last_email_clicked_at,
        updated_at
    from source
)

select * from renamed
