{%- set columns = [
    'source_system', 'native_user_id', 'experiment_id', 'variant_id', 'exposed_at',
] -%}
-- grain: one row per customer, experiment and variant: the first exposure
with experiment_exposures as (
    {{ union_adapters('experiment_exposures', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

keyed as (
    select
        -- A user who is not among the users is still one person.
        coalesce(
            users.customer_id,
            {{ key_of([
                'experiment_exposures.source_system', 'experiment_exposures.native_user_id',
            ]) }}
        ) as customer_id,
        experiment_exposures.experiment_id,
        experiment_exposures.variant_id,
        experiment_exposures.exposed_at
    from experiment_exposures
    left join users
        on
            {{ key_of([
                'experiment_exposures.source_system', 'experiment_exposures.native_user_id',
            ]) }}
            = users.user_id
),

first_exposures as (
    select
        customer_id,
        experiment_id,
        variant_id,
        min(exposed_at) as exposed_at
    from keyed
    group by customer_id, experiment_id, variant_id
)

select * from first_exposures
