{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per thread, SLA policy and metric: target, time used, and whether it was broken
with sla_targets as (
    select * from {{ ref('int_sla_targets') }}
),

sla_waits as (
    select * from {{ ref('int_sla_waits') }}
),

business_waits as (
    select * from {{ ref('int_business_waits') }}
    where wait_type = 'service_level'
),

threads as (
    select * from {{ ref('int_threads') }}
),

thread_statuses as (
    select * from {{ ref('thread_statuses') }}
),

-- Replies have each their own clock; work and waiting add up over the life of a thread.
measured as (
    select
        sla_targets.sla_target_id,
        sla_targets.target_seconds,
        sla_targets.metric in ('requester_wait_time', 'agent_work_time') as is_cumulative,
        sla_waits.is_finished,
        sla_waits.started_at,
        case
            when sla_targets.is_business_hours then business_waits.business_seconds
            else {{ seconds_between('sla_waits.started_at', 'sla_waits.ended_at') }}
        end as wait_seconds
    from sla_targets
    inner join sla_waits on sla_targets.sla_target_id = sla_waits.sla_target_id
    left join business_waits on sla_waits.sla_wait_id = business_waits.wait_id
),

running as (
    select
        *,
        case
            when is_cumulative
                then
                    coalesce(
                        cast(
                            sum(cast(wait_seconds as decimal(18, 6))) over (
                                partition by sla_target_id order by started_at
                                rows between unbounded preceding and 1 preceding
                            ) as double
                        ),
                        0
                    )
            else 0
        end as used_before_seconds
    from measured
),

used as (
    select
        sla_target_id,
        max(used_before_seconds + wait_seconds) as elapsed_seconds,
        bool_and(is_finished) as is_finished,
        bool_or(wait_seconds is null) as is_unknown,
        min(
            case
                when used_before_seconds + wait_seconds > target_seconds
                    then {{ add_seconds('started_at', 'target_seconds - used_before_seconds') }}
            end
        ) as breached_at
    from running
    group by sla_target_id
),

judged as (
    select
        sla_targets.sla_target_id,
        sla_targets.source_system,
        sla_targets.thread_id,
        sla_targets.policy_id,
        sla_targets.metric,
        sla_targets.target_seconds,
        case when not used.is_unknown then used.elapsed_seconds end as elapsed_seconds,
        sla_targets.is_business_hours,
        case
            when used.is_unknown then null
            when used.elapsed_seconds > sla_targets.target_seconds then true
            when
                sla_targets.metric in ('first_reply_time', 'next_reply_time') and used.is_finished
                then false
            when
                sla_targets.metric in ('requester_wait_time', 'agent_work_time')
                and sla_targets.replaced_at is null
                and coalesce(thread_statuses.is_resolution, false)
                then false
        end as is_breached,
        sla_targets.applied_at,
        -- In business hours the moment lies inside an opening that only the schedule knows.
        case when not sla_targets.is_business_hours then used.breached_at end as breached_at
    from sla_targets
    inner join threads on sla_targets.thread_id = threads.thread_id
    left join thread_statuses on threads.status = thread_statuses.status
    left join used on sla_targets.sla_target_id = used.sla_target_id
    where
        sla_targets.metric in (
            'first_reply_time', 'next_reply_time', 'requester_wait_time', 'agent_work_time'
        )
)

select * from judged
