-- grain: one row per target of an SLA policy applied to a ticket
with applied_policies as (
    select * from {{ ref('stg_zendesk__ticket_sla_policies') }}
),

policy_metrics as (
    select * from {{ ref('stg_zendesk__sla_policy_metrics') }}
),

field_changes as (
    select * from {{ ref('stg_zendesk__ticket_field_changes') }}
),

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

-- A target depends on the priority when the policy was applied, not on the priority now.
priorities_before as (
    select
        applied_policies.ticket_id,
        applied_policies.sla_policy_id,
        applied_policies.applied_at,
        lower(coalesce(field_changes.value, tickets.priority)) as priority,
        row_number() over (
            partition by
                applied_policies.ticket_id,
                applied_policies.sla_policy_id,
                applied_policies.applied_at
            order by field_changes.updated_at desc nulls last
        ) as recency
    from applied_policies
    left join tickets on applied_policies.ticket_id = tickets.ticket_id
    left join field_changes
        on
            applied_policies.ticket_id = field_changes.ticket_id
            and field_changes.field_name = 'priority'
            and applied_policies.applied_at >= field_changes.updated_at
),

policy_versions as (
    select distinct
        sla_policy_id,
        policy_updated_at
    from policy_metrics
),

-- The version in force then; a history that begins later is the best that is known.
versions as (
    select
        priorities_before.ticket_id,
        priorities_before.sla_policy_id,
        priorities_before.priority,
        priorities_before.applied_at,
        policy_versions.policy_updated_at,
        row_number() over (
            partition by
                priorities_before.ticket_id,
                priorities_before.sla_policy_id,
                priorities_before.applied_at
            order by
                case
                    when policy_versions.policy_updated_at <= priorities_before.applied_at
                        then policy_versions.policy_updated_at
                end desc nulls last,
                policy_versions.policy_updated_at asc
        ) as version_rank
    from priorities_before
    inner join policy_versions on priorities_before.sla_policy_id = policy_versions.sla_policy_id
    where priorities_before.recency = 1
),

policy_targets as (
    select
        versions.ticket_id,
        cast(versions.sla_policy_id as string) as native_policy_id,
        policy_metrics.metric,
        cast(policy_metrics.target_minutes as double) * 60 as target_seconds,
        coalesce(policy_metrics.is_business_hours, false) as is_business_hours,
        versions.applied_at
    from versions
    inner join policy_metrics
        on
            versions.sla_policy_id = policy_metrics.sla_policy_id
            and versions.policy_updated_at = policy_metrics.policy_updated_at
            and versions.priority = lower(policy_metrics.priority)
    where versions.version_rank = 1
),

-- Loaders that do not land the policies land their targets as JSON in the ticket's fields.
field_targets as (
    select
        field_changes.ticket_id,
        field_changes.field_name as metric,
        cast(
            {{ regexp_first('field_changes.value', '"minutes" *: *([0-9]+)', 1) }} as double
        ) * 60 as target_seconds,
        coalesce(
            {{ regexp_first(
                'lower(field_changes.value)', '"in_business_hours" *: *(true|false)', 1
            ) }} = 'true',
            false
        ) as is_business_hours,
        field_changes.updated_at as applied_at
    from field_changes
    left join (select distinct ticket_id from applied_policies) as with_policies
        on field_changes.ticket_id = with_policies.ticket_id
    where
        field_changes.field_name in (
            'first_reply_time', 'next_reply_time', 'requester_wait_time', 'agent_work_time'
        )
        and {{ regexp_like('field_changes.value', '"minutes" *: *[0-9]+') }}
        and with_policies.ticket_id is null
),

policy_names as (
    select
        field_targets.ticket_id,
        field_targets.metric,
        field_targets.target_seconds,
        field_targets.is_business_hours,
        field_targets.applied_at,
        coalesce(field_changes.value, 'unnamed') as native_policy_id,
        row_number() over (
            partition by field_targets.ticket_id, field_targets.metric, field_targets.applied_at
            order by field_changes.updated_at desc nulls last
        ) as recency
    from field_targets
    left join field_changes
        on
            field_targets.ticket_id = field_changes.ticket_id
            and field_changes.field_name = 'sla_policy'
            and field_targets.applied_at >= field_changes.updated_at
),

all_targets as (
    select
        ticket_id,
        native_policy_id,
        metric,
        target_seconds,
        is_business_hours,
        applied_at
    from policy_targets
    union all
    select
        ticket_id,
        native_policy_id,
        metric,
        target_seconds,
        is_business_hours,
        applied_at
    from policy_names
    where recency = 1
),

conformed as (
    select
        'zendesk' as source_system,
        cast(ticket_id as string) as native_thread_id,
        native_policy_id,
        metric,
        target_seconds,
        is_business_hours,
        applied_at
    from all_targets
)

select * from conformed
