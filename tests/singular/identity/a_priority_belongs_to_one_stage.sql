-- The priority that wins tells the stage: a number that two stages share would name neither.
with rules as (
    select * from {{ ref('journey_stage_rules') }}
    where role = 'begin'
)

select
    priority,
    count(distinct journey_stage) as stage_count
from rules
group by priority
having count(distinct journey_stage) > 1
