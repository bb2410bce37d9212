{{ config(unique_key='event_id') }}
{%- set event_tables = ['form_submitted', 'element_clicked'] -%}
-- grain: one row per message: an event, a page view or a screen shown
with tracks as (
    select * from {{ ref('stg_segment__tracks') }}
),

pages as (
    select * from {{ ref('stg_segment__pages') }}
),

screens as (
    select * from {{ ref('stg_segment__screens') }}
),

{% for table in event_tables -%}
{{ table }} as (
    select * from {{ ref('stg_segment__' ~ table) }}
),

{% endfor -%}
-- The table of an event has its properties, the table of all events mostly has none.
messages as (
    {% for table in event_tables -%}
    select
        event_id,
        user_id,
        anonymous_id,
        task_id,
        campaign_id,
        event_name,
        page_path,
        task_name,
        step,
        element,
        referrer,
        cast(null as string) as landing_intent,
        cast(null as double) as scroll_depth,
        cast(null as double) as engaged_seconds,
        occurred_at,
        1 as preference
    from {{ table }}
    union all
    {% endfor -%}
    select
        event_id,
        user_id,
        anonymous_id,
        {{ json_text('properties', 'task_id') }} as task_id,
        campaign_id,
        event_name,
        page_path,
        {{ json_text('properties', 'task_name') }} as task_name,
        {{ json_text('properties', 'step') }} as step,
        {{ json_text('properties', 'element') }} as element,
        referrer,
        cast(null as string) as landing_intent,
        cast(null as double) as scroll_depth,
        cast(null as double) as engaged_seconds,
        occurred_at,
        2 as preference
    from tracks
    union all
    select
        event_id,
        user_id,
        anonymous_id,
        cast(null as string) as task_id,
        campaign_id,
        'page' as event_name,
        page_path,
        cast(null as string) as task_name,
        cast(null as string) as step,
        cast(null as string) as element,
        referrer,
        landing_intent,
        scroll_depth,
        engaged_seconds,
        occurred_at,
        3 as preference
    from pages
    union all
    select
        event_id,
        user_id,
        anonymous_id,
        cast(null as string) as task_id,
        campaign_id,
        'screen' as event_name,
        screen_name as page_path,
        cast(null as string) as task_name,
        cast(null as string) as step,
        cast(null as string) as element,
        cast(null as string) as referrer,
        cast(null as string) as landing_intent,
        cast(null as double) as scroll_depth,
        cast(null as double) as engaged_seconds,
        occurred_at,
        3 as preference
    from screens
),

ranked as (
    select
        *,
        row_number() over (
            partition by event_id order by preference, event_name, occurred_at
        ) as message_rank
    from messages
),

conformed as (
    select
        'segment' as source_system,
        {{ key_of(["'segment'", 'event_id']) }} as event_id,
        event_id as native_event_id,
        user_id as native_user_id,
        anonymous_id as native_anonymous_id,
        task_id as native_task_id,
        cast(null as string) as native_web_session_id,
        campaign_id,
        lower(event_name) as source_event,
        split_part(page_path, '?', 1) as page,
        task_name,
        step,
        element,
        referrer,
        landing_intent,
        scroll_depth,
        engaged_seconds,
        occurred_at
    from ranked
    where message_rank = 1
)

select * from conformed
