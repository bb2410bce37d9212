{{ config(severity='warn') }}
-- Rows: events long after all others. They do not move the as-of moment; correct the clock that
-- wrote them, or set EMPATHY_AS_OF.
with as_of as (
    select * from {{ ref('int_as_of') }}
)

select
    as_of_at,
    newest_event_at,
    events_alone_count
from as_of
where events_alone_count > 0
