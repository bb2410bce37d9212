-- grain: one row per customer: a person, whatever the number of systems that know the person
with users as (
    select * from {{ ref('int_users') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

agents as (
    select * from {{ ref('int_staff_authors') }}
),

customer_segments as (
    select * from {{ ref('int_customer_segments') }}
),

customer_accounts as (
    select * from {{ ref('int_customer_accounts') }}
),

customer_outcomes as (
    select * from {{ ref('int_customer_outcomes') }}
),

customer_stages as (
    select * from {{ ref('int_customer_stages') }}
),

customer_consents as (
    select * from {{ ref('int_customer_consents') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

known as (
    select
        users.customer_id,
        max(users.match_method) as match_method,
        max(users.language) as language,
        count(*) as source_identity_count,
        count(distinct users.source_system) as source_system_count,
        max(case when users.is_merge_error then 1 else 0 end) = 1 as is_merge_error,
        min(users.created_at) as first_known_at
    from users
    left join agents on users.user_id = agents.user_id
    where agents.user_id is null
    group by users.customer_id
),

-- A requester whom no users table names is still a customer.
unnamed as (
    select
        threads.customer_id,
        min(threads.created_at) as first_known_at
    from threads
    left join known on threads.customer_id = known.customer_id
    where known.customer_id is null and threads.customer_id is not null
    group by threads.customer_id
),

current_stage as (
    select
        customer_id,
        journey_stage
    from customer_stages
    where valid_to is null
),

latest_stage as (
    select
        customer_id,
        journey_stage,
        row_number() over (
            partition by customer_id order by created_at desc, thread_id asc
        ) as stage_rank
    from threads
    where journey_stage <> 'unknown'
),

consents_now as (
    select
        customer_id,
        max(case when purpose = 'personalisation' then {{ one_if('is_granted') }} end)
            as personalisation,
        max(case when purpose = 'marketing' then {{ one_if('is_granted') }} end) as marketing
    from customer_consents
    where valid_to is null
    group by customer_id
),

all_customers as (
    select
        customer_id,
        match_method,
        language,
        source_identity_count,
        source_system_count,
        is_merge_error,
        first_known_at
    from known
    union all
    select
        customer_id,
        'unmatched' as match_method,
        cast(null as string) as language,
        cast(1 as bigint) as source_identity_count,
        cast(1 as bigint) as source_system_count,
        false as is_merge_error,
        first_known_at
    from unnamed
),

final as (
    select
        all_customers.customer_id,
        customer_accounts.account_id,
        coalesce(customer_segments.segment, 'unknown') as segment,
        coalesce(customer_segments.segment_source, 'none') as segment_source,
        coalesce(current_stage.journey_stage, latest_stage.journey_stage, 'unknown')
            as journey_stage,
        all_customers.language,
        customer_accounts.region,
        customer_accounts.business_model,
        case
            when all_customers.match_method = 'source_id' then 'single_source'
            else all_customers.match_method
        end as match_method,
        customer_outcomes.worst_outcome_severity,
        all_customers.source_identity_count,
        all_customers.source_system_count,
        coalesce(customer_outcomes.known_outcome_count, 0) as known_outcome_count,
        coalesce(customer_outcomes.bad_outcome_count, 0) as bad_outcome_count,
        all_customers.is_merge_error,
        {{ seconds_between('customer_segments.told_at', 'as_of.as_of_at') }}
        > {{ metric_parameter('segment_max_age_seconds') }} as is_segment_stale,
        customer_outcomes.is_last_outcome_bad,
        consents_now.personalisation = 1 as has_personalisation_consent,
        consents_now.marketing = 1 as has_marketing_consent,
        all_customers.first_known_at
    from all_customers
    cross join as_of
    left join customer_segments on all_customers.customer_id = customer_segments.customer_id
    left join customer_accounts on all_customers.customer_id = customer_accounts.customer_id
    left join customer_outcomes
        on all_customers.customer_id = customer_outcomes.customer_id
    left join consents_now on all_customers.customer_id = consents_now.customer_id
    left join current_stage on all_customers.customer_id = current_stage.customer_id
    left join latest_stage
        on all_customers.customer_id = latest_stage.customer_id and latest_stage.stage_rank = 1
)

select * from final
