-- grain: one row per deal
with deals as (
    select * from {{ ref('stg_hubspot__deals') }}
),

stage_changes as (
    select * from {{ ref('stg_hubspot__deal_stage_changes') }}
),

pipeline_stages as (
    select * from {{ ref('stg_hubspot__deal_pipeline_stages') }}
),

deal_contacts as (
    select * from {{ ref('stg_hubspot__deal_contacts') }}
),

deal_companies as (
    select * from {{ ref('stg_hubspot__deal_companies') }}
),

-- Several contacts, and none of them marked: nobody can say whose deal it is.
only_contacts as (
    select
        deal_id,
        min(contact_id) as contact_id
    from deal_contacts
    group by deal_id
    having count(distinct contact_id) = 1
),

only_companies as (
    select
        deal_id,
        min(company_id) as company_id
    from deal_companies
    group by deal_id
    having count(distinct company_id) = 1
),

latest_entries as (
    select
        deal_id,
        stage_id,
        max(entered_at) as entered_at
    from stage_changes
    group by deal_id, stage_id
),

staged as (
    select
        deals.*,
        coalesce(pipeline_stages.stage_label, deals.stage_id) as stage_name,
        coalesce(
            pipeline_stages.is_closed, deals.stage_id in ('closedwon', 'closedlost')
        ) as is_closed,
        coalesce(pipeline_stages.is_won, deals.stage_id = 'closedwon') as is_won,
        latest_entries.entered_at
    from deals
    left join pipeline_stages on deals.stage_id = pipeline_stages.stage_id
    left join latest_entries
        on
            deals.deal_id = latest_entries.deal_id
            and deals.stage_id = latest_entries.stage_id
),

-- The day of closing is typed in and, of an open deal, a hope: the entry into the stage is not.
conformed as (
    select
        'hubspot' as source_system,
        staged.deal_id as native_opportunity_id,
        only_companies.company_id as native_account_id,
        only_contacts.contact_id as native_user_id,
        lower(trim(staged.deal_type)) as source_type,
        lower(trim(staged.stage_name)) as source_stage,
        upper(trim(staged.currency)) as currency,
        cast(staged.amount as double) as amount,
        case when staged.is_closed then staged.is_won end as is_won,
        staged.is_closed,
        staged.created_at,
        case when staged.is_closed then coalesce(staged.entered_at, staged.close_at) end
            as closed_at
    from staged
    left join only_contacts on staged.deal_id = only_contacts.deal_id
    left join only_companies on staged.deal_id = only_companies.deal_id
)

select * from conformed
