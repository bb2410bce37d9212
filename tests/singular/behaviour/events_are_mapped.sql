-- Rows: event names that a source sends and the taxonomy does not know. Add a row to
-- seeds/vocabulary/event_mappings.csv, or stop sending the event.
with event_records as (
    select * from {{ ref('int_event_records') }}
),

unmapped as (
    select
        source_system,
        coalesce(source_event, '(no name)') as source_event,
        'event_mappings' as vocabulary,
        count(*) as event_count
    from event_records
    where event_type is null
    group by source_system, coalesce(source_event, '(no name)')
)

select * from unmapped
