-- grain: one row per schedule and period [valid_from, valid_to) of a UTC offset; null ends open
with schedules as (
    select * from {{ ref('stg_zendesk__schedules') }}
),

time_zones as (
    select * from {{ ref('stg_zendesk__time_zones') }}
),

daylight_times as (
    select * from {{ ref('stg_zendesk__daylight_times') }}
),

schedule_zones as (
    select distinct
        schedule_id,
        time_zone
    from schedules
),

standard_offsets as (
    select
        time_zone,
        case when standard_offset like '-%' then -1 else 1 end
        * (
            cast({{ regexp_first('standard_offset', '([0-9]+):', 1) }} as double) * 3600
            + cast({{ regexp_first('standard_offset', ':([0-9]+)', 1) }} as double) * 60
        ) as standard_seconds
    from time_zones
),

clock_changes as (
    select
        time_zone,
        daylight_starts_at as changed_at,
        cast(daylight_offset_hours as double) * 3600 as daylight_seconds_after,
        cast(0 as double) as daylight_seconds_before
    from daylight_times
    union all
    select
        time_zone,
        daylight_ends_at as changed_at,
        cast(0 as double) as daylight_seconds_after,
        cast(daylight_offset_hours as double) * 3600 as daylight_seconds_before
    from daylight_times
),

ordered_changes as (
    select
        time_zone,
        changed_at,
        daylight_seconds_after,
        daylight_seconds_before,
        lead(changed_at) over (partition by time_zone order by changed_at) as next_changed_at,
        row_number() over (partition by time_zone order by changed_at) as change_seq
    from clock_changes
),

zone_periods as (
    select
        time_zone,
        daylight_seconds_after as daylight_seconds,
        changed_at as valid_from,
        next_changed_at as valid_to
    from ordered_changes
    union all
    select
        time_zone,
        daylight_seconds_before as daylight_seconds,
        cast(null as timestamp) as valid_from,
        changed_at as valid_to
    from ordered_changes
    where change_seq = 1
),

conformed as (
    select
        'zendesk' as source_system,
        cast(schedule_zones.schedule_id as string) as native_schedule_id,
        -- A zone without rows of its own is UTC, as the helpdesk's own schedules are then.
        coalesce(standard_offsets.standard_seconds, 0) + coalesce(zone_periods.daylight_seconds, 0)
            as offset_seconds,
        zone_periods.valid_from,
        zone_periods.valid_to
    from schedule_zones
    left join standard_offsets on schedule_zones.time_zone = standard_offsets.time_zone
    left join zone_periods on schedule_zones.time_zone = zone_periods.time_zone
)

select * from conformed
