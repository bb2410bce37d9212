{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per wait on a thread with a schedule
-- Business time = open seconds of the schedules in force, less the open seconds of their holidays,
-- by interval arithmetic: each wait is cut where the schedule changes and where the clock changes,
-- and each piece is computed in closed form.
with waits as (
    select * from {{ ref('int_waits') }}
),

thread_events as (
    select * from {{ ref('int_thread_events') }}
    where event_type = 'schedule'
),

schedule_hours as (
    select * from {{ ref('int_schedule_hours') }}
),

schedule_offsets as (
    select * from {{ ref('int_schedule_offsets') }}
),

schedule_holidays as (
    select * from {{ ref('int_schedule_holidays') }}
),

-- The first schedule also covers the moments before it was applied: it is applied just after the
-- thread is created.
thread_schedules as (
    select
        thread_id,
        {{ key_of(['source_system', 'event_value']) }} as schedule_id,
        case when event_seq = 1 then cast(null as timestamp) else occurred_at end as valid_from,
        lead(occurred_at) over (partition by thread_id order by event_seq) as valid_to
    from thread_events
),

pieces as (
    select
        waits.wait_id,
        waits.wait_type,
        thread_schedules.schedule_id,
        {{ second_of_sunday_weeks(
            epoch_seconds(
                'greatest(waits.started_at, '
                ~ 'coalesce(thread_schedules.valid_from, waits.started_at), '
                ~ 'coalesce(schedule_offsets.valid_from, waits.started_at))'
            ) ~ ' + schedule_offsets.offset_seconds'
        ) }} as from_second,
        {{ second_of_sunday_weeks(
            epoch_seconds(
                'least(waits.ended_at, '
                ~ 'coalesce(thread_schedules.valid_to, waits.ended_at), '
                ~ 'coalesce(schedule_offsets.valid_to, waits.ended_at))'
            ) ~ ' + schedule_offsets.offset_seconds'
        ) }} as to_second
    from waits
    inner join thread_schedules on waits.thread_id = thread_schedules.thread_id
    inner join schedule_offsets on thread_schedules.schedule_id = schedule_offsets.schedule_id
),

open_pieces as (
    select * from pieces
    where to_second > from_second
),

holiday_pieces as (
    select
        open_pieces.wait_id,
        open_pieces.wait_type,
        open_pieces.schedule_id,
        greatest(
            open_pieces.from_second,
            {{ second_of_sunday_weeks(
                epoch_seconds('cast(schedule_holidays.holiday_from as timestamp)')
            ) }}
        ) as from_second,
        least(
            open_pieces.to_second,
            {{ second_of_sunday_weeks(
                epoch_seconds('cast(schedule_holidays.holiday_to as timestamp)')
            ) }}
        ) as to_second
    from open_pieces
    inner join schedule_holidays on open_pieces.schedule_id = schedule_holidays.schedule_id
),

signed_pieces as (
    select
        wait_id,
        wait_type,
        schedule_id,
        from_second,
        to_second,
        1 as sign
    from open_pieces
    union all
    select
        wait_id,
        wait_type,
        schedule_id,
        from_second,
        to_second,
        -1 as sign
    from holiday_pieces
    where to_second > from_second
),

measured as (
    select
        signed_pieces.wait_id,
        signed_pieces.wait_type,
        {{ exact_sum(
            'signed_pieces.sign * ('
            ~ open_seconds_before(
                'signed_pieces.to_second',
                'schedule_hours.opens_second', 'schedule_hours.closes_second'
            )
            ~ ' - '
            ~ open_seconds_before(
                'signed_pieces.from_second',
                'schedule_hours.opens_second', 'schedule_hours.closes_second'
            )
            ~ ')',
            'decimal(18, 6)'
        ) }} as business_seconds
    from signed_pieces
    inner join schedule_hours on signed_pieces.schedule_id = schedule_hours.schedule_id
    group by signed_pieces.wait_id, signed_pieces.wait_type
),

known_schedules as (
    select distinct schedule_id from schedule_hours
),

-- A thread with a schedule that nobody delivered has no business time: it is unknown, not zero.
scheduled_threads as (
    select thread_schedules.thread_id
    from thread_schedules
    left join known_schedules on thread_schedules.schedule_id = known_schedules.schedule_id
    group by thread_schedules.thread_id
    having count(*) = count(known_schedules.schedule_id)
),

-- A wait that lies wholly outside every opening is zero business seconds, not unknown.
final as (
    select
        waits.wait_id,
        waits.wait_type,
        waits.thread_id,
        coalesce(measured.business_seconds, 0) as business_seconds
    from {{ ref('int_waits') }} as waits
    inner join scheduled_threads on waits.thread_id = scheduled_threads.thread_id
    left join measured
        on waits.wait_id = measured.wait_id and waits.wait_type = measured.wait_type
)

select * from final
