-- grain: one row per conversation
with conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

conversation_contacts as (
    select * from {{ ref('stg_intercom__conversation_contacts') }}
),

conversation_tags as (
    select * from {{ ref('stg_intercom__conversation_tags') }}
),

tags as (
    select * from {{ ref('stg_intercom__tags') }}
),

tag_mappings as (
    select * from {{ ref('tag_mappings') }}
    where source_system = 'intercom'
),

first_contacts as (
    select
        conversation_id,
        min(contact_id) as contact_id
    from conversation_contacts
    group by conversation_id
),

-- A tag that was taken off stands only in earlier versions of the conversation.
tag_versions as (
    select
        conversation_id,
        tag_id,
        conversation_updated_at,
        max(conversation_updated_at) over (partition by conversation_id) as latest_version_at
    from conversation_tags
),

tag_values as (
    select
        tag_versions.conversation_id,
        tag_mappings.attribute,
        min(substr(tags.tag_name, length(tag_mappings.tag_prefix) + 1)) as tag_value
    from tag_versions
    inner join tags on tag_versions.tag_id = tags.tag_id
    inner join tag_mappings
        on substr(tags.tag_name, 1, length(tag_mappings.tag_prefix)) = tag_mappings.tag_prefix
    where
        tag_versions.latest_version_at is null
        or tag_versions.conversation_updated_at = tag_versions.latest_version_at
    group by tag_versions.conversation_id, tag_mappings.attribute
),

conversation_attributes as (
    select
        conversation_id,
        max(case when attribute = 'intent' then tag_value end) as intent,
        max(case when attribute = 'severity' then tag_value end) as source_severity,
        max(case when attribute = 'journey_stage' then tag_value end) as journey_stage
    from tag_values
    group by conversation_id
),

conformed as (
    select
        'intercom' as source_system,
        conversations.conversation_id as native_thread_id,
        -- Where the company wrote first, the customer is the contact who takes part.
        case
            when conversations.source_author_type in ('user', 'lead', 'contact')
                then conversations.source_author_id
            else first_contacts.contact_id
        end as native_requester_id,
        case when conversations.assignee_type = 'admin' then conversations.assignee_id end
            as native_assignee_id,
        cast(null as string) as native_problem_id,
        cast(null as string) as native_follow_up_of_thread_id,
        cast(null as string) as native_merged_into_thread_id,
        conversations.source_type as source_channel,
        -- A closed conversation opens again with the next reply: that is what "solved" means here.
        case when conversations.state = 'closed' then 'solved' else conversations.state end
            as status,
        cast(null as string) as language,
        conversation_attributes.intent,
        conversation_attributes.source_severity,
        conversation_attributes.journey_stage,
        conversations.created_at,
        conversations.updated_at
    from conversations
    left join first_contacts on conversations.conversation_id = first_contacts.conversation_id
    left join conversation_attributes
        on conversations.conversation_id = conversation_attributes.conversation_id
)

select * from conformed
