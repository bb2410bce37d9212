{{ config(meta={'unsettled': {'where': "is_current and waits_for <> 'nobody'"}}) }}
-- grain: one row per status of a thread, from its change to the next one or to the as-of moment
-- The status that a thread has now ends with the as-of moment while somebody waits; where nobody
-- does, it has no end, and time changes nothing.
with status_changes as (
    select * from {{ ref('int_thread_events') }}
    where event_type = 'status'
),

thread_statuses as (
    select * from {{ ref('thread_statuses') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

spans as (
    select
        status_changes.event_id,
        status_changes.thread_id,
        thread_statuses.waits_for,
        status_changes.event_seq,
        thread_statuses.is_resolution,
        coalesce(
            not lag(thread_statuses.is_resolution) over (
                partition by status_changes.thread_id order by status_changes.event_seq
            ),
            true
        ) as was_live,
        lead(status_changes.occurred_at) over (
            partition by status_changes.thread_id order by status_changes.event_seq
        ) is null as is_current,
        status_changes.occurred_at as entered_at,
        coalesce(
            lead(status_changes.occurred_at) over (
                partition by status_changes.thread_id order by status_changes.event_seq
            ),
            case when thread_statuses.waits_for <> 'nobody' then as_of.as_of_at end
        ) as left_at
    from status_changes
    inner join thread_statuses on status_changes.event_value = thread_statuses.status
    cross join as_of
)

select * from spans
