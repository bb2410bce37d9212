{{ config(unique_key='send_id', incremental_strategy='whole_table') }}
{%- set columns = [
    'source_system', 'native_send_id', 'native_user_id', 'campaign_id', 'rule_id', 'channel',
    'intent', 'reason', 'sent_at', 'delivered_at', 'opened_at', 'clicked_at', 'replied_at',
    'unsubscribed_at', 'complained_at',
] -%}
-- grain: one row per message that marketing sent to one person
with marketing_sends as (
    {{ union_adapters('marketing_sends', columns) }}
),

users as (
    select * from {{ ref('int_users') }}
),

parameters as (
    select
        greatest(
            {{ metric_parameter('message_next_step_window_seconds') }},
            {{ metric_parameter('message_purchase_window_seconds') }},
            {{ metric_parameter('message_fatigue_window_seconds') }}
        ) as longest_window_seconds
),

keyed as (
    select
        {{ key_of(['marketing_sends.source_system', 'marketing_sends.native_send_id']) }}
            as send_id,
        marketing_sends.source_system,
        coalesce(
            users.customer_id,
            {{ key_of(['marketing_sends.source_system', 'marketing_sends.native_user_id']) }}
        ) as customer_id,
        marketing_sends.campaign_id,
        marketing_sends.rule_id,
        marketing_sends.channel,
        marketing_sends.intent,
        marketing_sends.reason,
        marketing_sends.sent_at,
        marketing_sends.delivered_at,
        marketing_sends.opened_at,
        marketing_sends.clicked_at,
        marketing_sends.replied_at,
        marketing_sends.unsubscribed_at,
        marketing_sends.complained_at,
        -- Nothing that time alone brings changes an outcome after this.
        {{ add_seconds('marketing_sends.sent_at', 'parameters.longest_window_seconds') }}
            as outcomes_known_at
    from marketing_sends
    cross join parameters
    left join users
        on
            {{ key_of(['marketing_sends.source_system', 'marketing_sends.native_user_id']) }}
            = users.user_id
)

select * from keyed
