-- No person has more records than the cap (D25).
with users as (
    select * from {{ ref('int_users') }}
)

select
    customer_id,
    count(*) as record_count
from users
group by customer_id
having count(*) > {{ lasting_metric_parameter('identity_cap') }}
