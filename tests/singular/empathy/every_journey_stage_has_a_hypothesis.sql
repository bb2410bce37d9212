-- Rows: journey stages without a hypothesis.
select journey_stages.journey_stage
from {{ ref('journey_stages') }} as journey_stages
left join {{ ref('journey_stage_hypotheses') }} as hypotheses
    on journey_stages.journey_stage = hypotheses.journey_stage
where journey_stages.journey_stage <> 'unknown' and hypotheses.journey_stage is null
