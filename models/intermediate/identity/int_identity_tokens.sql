{{ config(
    materialized=incremental_or_table(),
    unique_key='user_id',
    incremental_strategy='whole_table',
) }}
-- grain: one row per user and token by which other records of the same person can be found
-- A token is an e-mail address, or an identifier within the namespace of who gave it out (D25).
-- Staff and customers never share one. Only their md5 is kept: no address goes further than this.
with user_records as (
    select * from {{ ref('int_user_records') }}
),

namespaces as (
    select * from {{ ref('identity_namespace_mappings') }}
),

emails as (
    select
        user_id,
        'email' as token_type,
        md5(side || '|email|' || email) as token,
        case when is_shared_address then 'shared_address' end as left_out_because
    from user_records
    where email is not null
),

native_ids as (
    select
        user_records.user_id,
        user_records.email,
        user_records.side,
        user_records.is_shared_address,
        namespaces.namespace,
        user_records.native_user_id as identifier
    from user_records
    inner join namespaces
        on
            user_records.source_system = namespaces.source_system
            and namespaces.id_kind = 'native'
),

external_ids as (
    select
        user_records.user_id,
        user_records.email,
        user_records.side,
        user_records.is_shared_address,
        coalesce(namespaces.namespace, user_records.source_system || ' external') as namespace,
        user_records.external_id as identifier
    from user_records
    left join namespaces
        on
            user_records.source_system = namespaces.source_system
            and namespaces.id_kind = 'external'
    where user_records.external_id is not null
),

-- The e-mail comes first: where it names a user of the namespace, another identifier than that
-- user's is a mistake.
named_by_email as (
    select
        external_ids.user_id,
        max(case when external_ids.identifier = native_ids.identifier then 1 else 0 end)
            as is_confirmed
    from external_ids
    inner join native_ids
        on
            external_ids.email = native_ids.email
            and external_ids.side = native_ids.side
            and external_ids.namespace = native_ids.namespace
    where not external_ids.is_shared_address
    group by external_ids.user_id
),

candidates as (
    select * from emails
    union all
    select
        user_id,
        'external_id' as token_type,
        md5(side || '|' || namespace || '|' || identifier) as token,
        cast(null as string) as left_out_because
    from native_ids
    union all
    select
        external_ids.user_id,
        'external_id' as token_type,
        md5(
            external_ids.side || '|' || external_ids.namespace || '|' || external_ids.identifier
        ) as token,
        case when named_by_email.is_confirmed = 0 then 'contradicts_email' end as left_out_because
    from external_ids
    left join named_by_email on external_ids.user_id = named_by_email.user_id
),

held as (
    select
        user_id,
        token_type,
        token,
        min(left_out_because) as left_out_because
    from candidates
    group by user_id, token_type, token
),

counted as (
    select
        *,
        sum(case when left_out_because is null then 1 else 0 end) over (partition by token)
            as holder_count
    from held
),

final as (
    select
        user_id,
        token_type,
        token,
        case
            when left_out_because is not null then left_out_because
            when holder_count > {{ lasting_metric_parameter('identity_cap') }}
                then 'too_many_holders'
        end as left_out_because,
        cast(holder_count as bigint) as holder_count
    from counted
)

select * from final
