-- grain: one row per change of an opportunity's stage
with opportunity_changes as (
    select * from {{ ref('stg_salesforce__opportunity_changes') }}
),

-- The history has a row for each change of amount or date too.
ordered as (
    select
        opportunity_id,
        stage_name,
        changed_at,
        lag(stage_name) over (
            partition by opportunity_id order by changed_at, change_id
        ) as stage_before
    from opportunity_changes
    where stage_name is not null
),

conformed as (
    select
        'salesforce' as source_system,
        opportunity_id as native_opportunity_id,
        lower(trim(stage_name)) as source_stage,
        changed_at
    from ordered
    where stage_before is null or stage_before <> stage_name
)

select * from conformed
