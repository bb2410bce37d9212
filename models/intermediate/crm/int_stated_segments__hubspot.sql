-- grain: one row per contact with a stated audience segment
with contacts as (
    select * from {{ ref('stg_hubspot__contacts') }}
),

conformed as (
    select
        'hubspot' as source_system,
        lower(trim(audience_segment)) as source_segment
    from contacts
    where trim(audience_segment) <> ''
)

select * from conformed
