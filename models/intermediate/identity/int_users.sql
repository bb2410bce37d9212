{%- set columns = [
    'source_system', 'native_user_id', 'external_id', 'account_id', 'email', 'author_role',
    'segment', 'language', 'is_active', 'created_at',
] -%}
-- grain: one row per user of a source system, with the key of the person behind it
with users as (
    {{ union_adapters('users', columns) }}
),

keyed as (
    select
        {{ key_of(['source_system', 'native_user_id']) }} as user_id,
        source_system,
        native_user_id,
        -- Exact match on the normalised e-mail; a user without one is a person of its own.
        case
            when email is not null and email <> '' then md5(concat('email|', email))
            else md5(concat_ws('|', 'user', source_system, native_user_id))
        end as customer_id,
        case when account_id is not null then md5(concat_ws('|', source_system, account_id)) end
            as account_id,
        case when email is not null and email <> '' then 'email' else 'source_id' end
            as match_method,
        nullif(split_part(email, '@', 2), '') as email_domain,
        author_role,
        segment,
        language,
        is_active,
        created_at
    from users
)

select * from keyed
