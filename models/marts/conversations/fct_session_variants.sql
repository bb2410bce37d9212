-- grain: one row per session and experiment whose variant its customer had seen by its start
with sessions as (
    select * from {{ ref('fct_sessions') }}
),

experiment_exposures as (
    select * from {{ ref('int_experiment_exposures') }}
),

exposed as (
    select
        sessions.session_id,
        experiment_exposures.experiment_id,
        sessions.thread_id,
        experiment_exposures.variant_id,
        experiment_exposures.exposed_at,
        row_number() over (
            partition by sessions.session_id, experiment_exposures.experiment_id
            order by experiment_exposures.exposed_at, experiment_exposures.variant_id
        ) as exposure_rank,
        count(*) over (partition by sessions.session_id, experiment_exposures.experiment_id)
            as variant_count
    from sessions
    inner join experiment_exposures
        on
            sessions.customer_id = experiment_exposures.customer_id
            and sessions.started_at >= experiment_exposures.exposed_at
),

-- The first exposure assigns; a customer in more than one variant is marked, not moved.
assigned as (
    select
        session_id,
        experiment_id,
        thread_id,
        variant_id,
        variant_count > 1 as is_in_many_variants,
        exposed_at
    from exposed
    where exposure_rank = 1
)

select * from assigned
