-- grain: one row per product or web event, under its name in the event taxonomy
with event_records as (
    select * from {{ ref('int_event_records') }}
),

event_types as (
    select * from {{ ref('event_types') }}
),

-- What is left out, and why, is counted in event_taxonomy_coverage.
counted as (
    select
        event_records.event_id,
        event_records.source_system,
        event_records.task_id,
        event_records.customer_id,
        event_records.campaign_id,
        event_records.source_event,
        event_records.event_type,
        event_types.event_family,
        event_types.task_type,
        event_types.task_action,
        event_records.page,
        event_records.page_type,
        event_records.task_name,
        event_records.step,
        event_records.element,
        event_records.referrer,
        event_records.landing_intent,
        event_records.scroll_depth,
        event_records.engaged_seconds,
        event_records.is_known_customer,
        coalesce(
            event_records.is_page_view
            or event_records.event_type in (
                'pricing_view', 'comparison_view', 'help_view', 'upgrade_view'
            ),
            false
        ) as is_page_view,
        event_records.is_decision_content,
        coalesce(event_types.is_high_intent, false) as is_high_intent,
        event_records.occurred_at
    from event_records
    left join event_types on event_records.event_type = event_types.event_type
    where event_records.exclusion_reason is null
)

select * from counted
