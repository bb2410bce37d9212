-- grain: one row per user and period of a role that the audit log tells
with audit_log_entries as (
    select * from {{ ref('stg_zendesk__audit_log_entries') }}
),

role_changes as (
    select
        entry_id,
        cast(source_id as string) as native_user_id,
        {{ regexp_first(
            'lower(change_description)', 'role.*from ([a-z -]+) to [a-z -]+', 1
        ) }} as role_before,
        {{ regexp_first(
            'lower(change_description)', 'role.*from [a-z -]+ to ([a-z -]+)', 1
        ) }} as role_after,
        created_at as changed_at
    from audit_log_entries
    where lower(source_type) = 'user'
),

known_changes as (
    select
        *,
        row_number() over (
            partition by native_user_id order by changed_at, entry_id
        ) as change_seq,
        lead(changed_at) over (
            partition by native_user_id order by changed_at, entry_id
        ) as next_changed_at
    from role_changes
    where role_before is not null and role_after is not null
),

periods as (
    select
        native_user_id,
        role_before as source_role,
        cast(null as timestamp) as valid_from,
        changed_at as valid_to
    from known_changes
    where change_seq = 1
    union all
    select
        native_user_id,
        role_after as source_role,
        changed_at as valid_from,
        next_changed_at as valid_to
    from known_changes
),

conformed as (
    select
        'zendesk' as source_system,
        native_user_id,
        case
            when source_role like '%end%user%' then 'customer'
            else 'human_agent'
        end as author_role,
        valid_from,
        valid_to
    from periods
)

select * from conformed
