-- grain: one row per source and name of an event
with event_records as (
    select * from {{ ref('int_event_records') }}
),

counted as (
    select
        source_system,
        coalesce(source_event, '(no name)') as source_event,
        min(event_type) as event_type,
        count(*) as event_count,
        count(case when exclusion_reason is null then 1 end) as counted_event_count,
        count(case when exclusion_reason = 'after_as_of' then 1 end) as after_as_of_count,
        count(case when exclusion_reason = 'before_earliest_year' then 1 end)
            as before_earliest_year_count,
        count(case when exclusion_reason = 'no_identity' then 1 end) as no_identity_count,
        count(case when exclusion_reason is null and not is_known_customer then 1 end)
            as anonymous_event_count,
        count(case when exclusion_reason is null and is_shared_device then 1 end)
            as shared_device_event_count,
        min(case when exclusion_reason is null then occurred_at end) as first_at,
        max(case when exclusion_reason is null then occurred_at end) as last_at
    from event_records
    group by source_system, coalesce(source_event, '(no name)')
)

select * from counted
