-- One view per table of the landing contract, from the two files of the export (views utterances and assignee_turns,
-- every column text). map.py writes each view as <raw>/landing/<table>.parquet.

-- grain: one row per comment; the export has one row per sentence
create view messages as
select
    issueid || ':' || id || ':' || comment_seq as message_id,
    split_part(issueid, '.', 1) as thread_id,
    author as author_id,
    -- The export tells the role of the reporter and of the assignee of the moment. "others" is anybody else:
    -- the warehouse resolves those from users.
    case author_role when 'reporter' then 'customer' when 'assignee' then 'human_agent' end as author_role,
    is_private = '0.0' as is_public,
    created as sent_at,
    string_agg(actionbody, chr(10) order by cast(utr_seq as integer)) as body,
    'en' as language,
from utterances
group by all;

-- grain: one row per issue
create view threads as
with first_comments as (
    select
        split_part(issueid, '.', 1) as thread_id,
        min(created) as created_at,
        min_by(author, (created, cast(comment_seq as integer))) filter (author_role = 'reporter') as reporter,
    from utterances
    group by all
),

turns as (
    select
        split_part(id, '.', 1) as thread_id,
        max(priority) as priority,
        max(reporter) as reporter,
    from assignee_turns
    group by all
)

select
    first_comments.thread_id,
    coalesce(turns.reporter, first_comments.reporter) as requester_id,
    'web_form' as channel,
    lower(turns.priority) as severity,
    first_comments.created_at,
    'en' as language,
from first_comments
left join turns on first_comments.thread_id = turns.thread_id;

-- grain: one row per stretch of an issue under one assignee
create view thread_events as
select
    split_part(id, '.', 1) || ':' || turn_no as event_id,
    split_part(id, '.', 1) as thread_id,
    'assignee' as event_type,
    assignee as value,
    started as occurred_at,
from assignee_turns
where assignee is not null;

-- grain: one row per author. Staff ids begin with 4: every assignee's does. z2w_x files the same private form on each
-- issue seconds after it is opened: automation.
create view users as
select distinct
    author as user_id,
    case when author = 'z2w_x' then 'system' when author like '4%' then 'human_agent' else 'customer' end as role,
from utterances
where author is not null;
