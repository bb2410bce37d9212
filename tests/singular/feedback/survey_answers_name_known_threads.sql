-- depends_on: {{ ref('int_threads') }}
{{ config(severity='warn') }}
-- Rows: sources with answers about a thread that was not delivered; the answers count, without a
-- session.
with answers as (
    select * from {{ ref('int_survey_answers') }}
)

select
    source_system,
    count(*) as answer_count
from answers
where is_thread_unknown
group by source_system
