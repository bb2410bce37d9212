{{ config(
    materialized=incremental_or_table(),
    unique_key='user_id',
    incremental_strategy='whole_table',
) }}
{%- set rounds = 6 -%}
-- grain: one row per user, with the name of the person behind it
-- Records that share a token are one person, and so on from record to record (D25). Records of one
-- address are one group at once; then, in each round, the smallest name spreads over the
-- identifiers that groups share, and over all that had the same name before: the names of a person
-- at least halve each time. A test tells when the rounds are too few.
with user_records as (
    select * from {{ ref('int_user_records') }}
),

tokens as (
    select * from {{ ref('int_identity_tokens') }}
),

cap as (
    select {{ lasting_metric_parameter('identity_cap') }} as identity_cap
),

used_tokens as (
    select * from tokens
    where left_out_because is null
),

user_tokens as (
    select
        user_id,
        max(case when token_type = 'email' and left_out_because is null then token end)
            as email_token,
        max(case when token_type = 'email' then holder_count end) as email_holder_count,
        max(case when left_out_because = 'too_many_holders' then 1 else 0 end) as is_over_cap
    from tokens
    group by user_id
),

addressed as (
    select
        user_records.user_id,
        -- A name by address sorts before a name by record, so that a person keeps it.
        'user|' || md5(
            'user|' || user_records.source_system || '|' || user_records.native_user_id
        ) as own_name,
        case
            when user_tokens.email_token is null
                then 'user|' || md5(
                    'user|' || user_records.source_system || '|' || user_records.native_user_id
                )
            when user_records.side = 'customer'
                then 'email|' || md5('email|' || user_records.email)
            else 'staff|' || md5('staff|' || user_records.email)
        end as group_name,
        coalesce(user_tokens.email_token is not null and user_tokens.email_holder_count > 1, false)
            as has_email_match,
        coalesce(user_tokens.is_over_cap, 0) as is_over_cap
    from user_records
    left join user_tokens on user_records.user_id = user_tokens.user_id
),

group_identifiers as (
    select distinct
        addressed.group_name,
        used_tokens.token
    from addressed
    inner join used_tokens on addressed.user_id = used_tokens.user_id
    where used_tokens.token_type = 'external_id'
),

shared_identifiers as (
    select
        *,
        count(*) over (partition by token) as group_count
    from group_identifiers
),

named_0 as (
    select
        group_name,
        token,
        group_name as person_name
    from shared_identifiers
    where group_count > 1
),
{% for round in range(1, rounds + 1) %}
heard_{{ round }} as (
    select
        group_name,
        token,
        person_name as earlier_name,
        least(
            min(person_name) over (partition by token),
            min(person_name) over (partition by group_name)
        ) as person_name
    from named_{{ round - 1 }}
),

named_{{ round }} as (
    select
        group_name,
        token,
        min(person_name) over (partition by earlier_name) as person_name
    from heard_{{ round }}
),
{% endfor %}
named as (
    select
        group_name,
        min(person_name) as person_name
    from named_{{ rounds }}
    group by group_name
),

people as (
    select
        addressed.user_id,
        addressed.own_name,
        addressed.has_email_match,
        addressed.is_over_cap,
        coalesce(named.person_name, addressed.group_name) as person_name,
        count(*) over (
            partition by coalesce(named.person_name, addressed.group_name)
        ) as identity_count
    from addressed
    left join named on addressed.group_name = named.group_name
),

final as (
    select
        people.user_id,
        case
            when people.identity_count > cap.identity_cap then people.own_name
            else people.person_name
        end as person_name,
        case
            when people.identity_count > cap.identity_cap or people.identity_count = 1
                then 'source_id'
            when people.has_email_match then 'email'
            else 'external_id'
        end as match_method,
        people.identity_count > cap.identity_cap or people.is_over_cap = 1 as is_merge_error
    from people
    cross join cap
)

select * from final
