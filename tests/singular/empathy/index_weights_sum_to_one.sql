-- Rows: weight sets that do not sum to 1.
select
    weight_set_version,
    sum(weight) as weight
from {{ ref('index_weights') }}
group by weight_set_version
having not coalesce(abs(sum(weight) - 1) <= 1e-9, false)
