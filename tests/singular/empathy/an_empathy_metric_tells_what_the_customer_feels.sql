-- Rows: metrics that are neither business nor diagnostic and do not say whether the customer felt
-- more confident, less confused or less forced to do extra work.
select
    metric_id,
    dimension,
    empathy_dimension
from {{ ref('dim_metrics') }}
where dimension not in ('business', 'diagnostic') and empathy_dimension is null
