-- Merged threads, follow-ups and threads of one problem are one case (D01). A row here means that
-- the links of int_cases are deeper than its rounds reach.
with threads as (
    select * from {{ ref('int_threads') }}
),

cases as (
    select * from {{ ref('int_cases') }}
),

links as (
    select
        thread_id,
        merged_into_thread_id as linked_thread_id
    from threads
    union all
    select
        thread_id,
        follow_up_of_thread_id as linked_thread_id
    from threads
    union all
    select
        thread_id,
        problem_id as linked_thread_id
    from threads
)

select
    links.thread_id,
    links.linked_thread_id,
    cases.case_id,
    linked_cases.case_id as linked_case_id
from links
inner join cases on links.thread_id = cases.thread_id
inner join cases as linked_cases on links.linked_thread_id = linked_cases.thread_id
where cases.case_id <> linked_cases.case_id
