-- Whoever shares a token that counts is one customer, unless the whole was a merge error (D25).
with tokens as (
    select * from {{ ref('int_identity_tokens') }}
    where left_out_because is null
),

users as (
    select * from {{ ref('int_users') }}
    where not is_merge_error
)

select
    tokens.token,
    count(distinct users.customer_id) as customer_count
from tokens
inner join users on tokens.user_id = users.user_id
group by tokens.token
having count(distinct users.customer_id) > 1
