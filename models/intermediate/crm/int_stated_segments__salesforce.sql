-- grain: one row per contact or lead with a stated audience segment
with contacts as (
    select * from {{ ref('stg_salesforce__contacts') }}
),

leads as (
    select * from {{ ref('stg_salesforce__leads') }}
),

people as (
    select audience_segment from contacts
    union all
    select audience_segment from leads
),

conformed as (
    select
        'salesforce' as source_system,
        lower(trim(audience_segment)) as source_segment
    from people
    where trim(audience_segment) <> ''
)

select * from conformed
