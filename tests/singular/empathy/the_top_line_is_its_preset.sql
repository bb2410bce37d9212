-- Rows: cells in which the index differs from that of the preset it uses, and one row where no
-- preset has the name that the run was given.
with indices as (
    select * from {{ ref('empathy_index') }}
),

presets as (
    select * from {{ ref('empathy_index_presets') }}
    where is_default
)

select
    indices.journey_stage,
    indices.segment,
    indices.period_grain,
    indices.period_start,
    indices.empathy_index,
    presets.empathy_index as preset_index
from indices
left join presets
    on
        indices.journey_stage = presets.journey_stage
        and indices.segment = presets.segment
        and indices.period_grain = presets.period_grain
        and indices.period_start = presets.period_start
where
    presets.preset is null
    or (indices.empathy_index is null) <> (presets.empathy_index is null)
    or abs(indices.empathy_index - presets.empathy_index) > 1e-9
    or abs(indices.ci_high - presets.ci_high) > 1e-9
