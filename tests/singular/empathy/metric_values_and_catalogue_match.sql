-- Rows: metrics of the catalogue without a row in the metric values, and values of metrics outside
-- the catalogue.
with metrics as (
    select distinct metric_id from {{ ref('dim_metrics') }}
),

valued as (
    select distinct metric_id from {{ ref('fct_metric_values') }}
)

select
    metrics.metric_id as catalogue_metric_id,
    valued.metric_id as valued_metric_id
from metrics
full outer join valued on metrics.metric_id = valued.metric_id
where
    (metrics.metric_id is null or valued.metric_id is null)
    and exists (select 1 from {{ ref('int_observed_customers') }})
