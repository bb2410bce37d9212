-- Rows: words of a source for the status of a subscription without a row in
-- seeds/vocabulary/subscription_status_mappings.csv.
select
    source_system,
    source_status,
    count(*) as row_count
from {{ ref('int_subscriptions') }}
where source_status is not null and status is null
group by source_system, source_status
