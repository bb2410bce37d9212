"""Every planted effect of the demo data with its true size: the generator reads its sizes here, tests look for them.

Shares are between 0 and 1, durations are seconds unless the name says otherwise, points are differences of shares.
"Mature" threads began at least MATURE_DAYS before the end, so nothing about them is cut off by the end of the data.
"""

from datetime import UTC, datetime
from typing import Final

# --- the period -------------------------------------------------------------------------------------------------------
END_AT: Final = datetime(2026, 11, 2, tzinfo=UTC)  # exclusive: the last day is 2026-11-01, a Sunday
WEEKS: Final = 26
MATURE_DAYS: Final = 21

# --- volume -----------------------------------------------------------------------------------------------------------
# Messages of the assistant's log that no helpdesk holds; what happens before some in-app tickets comes on top.
MESSAGE_SHARE: Final = {"zendesk": 0.52, "landing": 0.28, "intercom": 0.14, "assistant": 0.06}
CUSTOMERS_PER_MESSAGE: Final = 0.15
THREADS_PER_AGENT: Final = 250

# --- who the customers are --------------------------------------------------------------------------------------------
STAGES: Final = ("awareness", "consideration", "conversion", "onboarding", "retention", "expansion")
SEGMENT_SHARE: Final = {"consumer": 0.34, "smb": 0.28, "mid_market": 0.22, "enterprise": 0.16}
GERMAN_SHARE: Final = 0.05
# Shortest and longest time that a customer spends in each stage, days.
STAGE_DAYS: Final = {
    "awareness": (15, 40),
    "consideration": (10, 35),
    "conversion": (3, 7),
    "onboarding": (30, 75),
    "retention": (60, 220),
    "expansion": (20, 60),
}
CONVERTED_SHARE: Final = 0.62  # customers in conversion who become paying; the others leave
EXPANSION_SHARE: Final = 0.60  # retained customers with an upsell period
# Helpdesk users by how they can be matched to the product's own users; the rest cannot be matched.
EMAIL_MATCH_SHARE: Final = 0.92
EXTERNAL_ID_ONLY_SHARE: Final = 0.04
EMAIL_SPELLED_DIFFERENTLY_SHARE: Final = 0.10  # of the matching addresses: other case or blanks around

# --- threads ----------------------------------------------------------------------------------------------------------
CHANNEL_SHARE: Final = {
    "zendesk": {
        "email": 0.38,
        "web": 0.14,
        "chat": 0.20,
        "native_messaging": 0.12,
        "voice": 0.06,
        "twitter_dm": 0.05,
        "mobile_sdk": 0.05,
    },
    "landing": {"email": 0.30, "web_form": 0.18, "live_chat": 0.25, "in_app": 0.19, "social_dm": 0.08},
    "intercom": {"conversation": 0.62, "email": 0.24, "whatsapp": 0.14},
    "assistant": {"app": 0.65, "website": 0.35},
}
THREAD_STAGE_SHARE: Final = {
    "awareness": 0.06,
    "consideration": 0.12,
    "conversion": 0.14,
    "onboarding": 0.24,
    "retention": 0.32,
    "expansion": 0.12,
}
# Share of threads with the intent `complaint`, by journey stage.
COMPLAINT_SHARE: Final = {
    "awareness": 0.02,
    "consideration": 0.03,
    "conversion": 0.07,
    "onboarding": 0.12,
    "retention": 0.08,
    "expansion": 0.05,
}
PROACTIVE_SHARE: Final = 0.04  # of e-mail and form threads: begun by an agent
PROACTIVE_ANSWERED_SHARE: Final = 0.55
UNANSWERED_SHARE: Final = 0.015  # no person ever replies, of the threads that wait for one
UNRESOLVED_SHARE: Final = 0.06
REASSIGNED_SHARE: Final = 0.12  # of threads with at least two human replies
PRIVATE_NOTE_SHARE: Final = 0.15  # of threads that a person answers, except chats
MERGED_DUPLICATE_SHARE: Final = 0.006  # of e-mail threads: written twice, the second merged into the first
COPIED_ACK_SHARE: Final = 0.01  # first human replies that repeat the automatic text later than ACK_SECONDS

# --- automatic acknowledgments ----------------------------------------------------------------------------------------
ACK_SHARE: Final = 0.70  # of customer-begun e-mail and form threads
ACK_SECONDS: Final = (3, 100)
ACK_CHANNELS: Final = ("email", "web", "web_form")
ACK_UNLABELLED_CHANNEL: Final = "web_form"  # landing: written by the shared mailbox, so only its text gives it away

# --- bots -------------------------------------------------------------------------------------------------------------
ASSISTANT_CHANNELS: Final = ("app", "website")  # where nobody but the assistant answers first
BOT_CHANNELS: Final = ("chat", "native_messaging", "live_chat", "in_app", "conversation", *ASSISTANT_CHANNELS)
BOT_FIRST_SHARE: Final = 0.80  # threads of the other bot channels that a bot answers first
BOT_SECONDS: Final = (2, 6)
MODEL_CHANGE_AT: Final = datetime(2026, 8, 15, tzinfo=UTC)
MODEL_VERSIONS: Final = ("assist-1.8", "assist-2.0")  # before and after the change
BOT_RESOLVED_SHARE: Final = {
    "assist-1.8": 0.28,
    "assist-2.0": 0.40,
}  # of bot-first threads, no person involved
BOT_USER_ID: Final = 900000001
BOT_EMAIL: Final = "answerbot@bots.example"
BOT_NAME: Final = "Answer Bot"
AGENT_EMAIL_DOMAIN: Final = "support.lumen.example"

# --- what the assistant logs ------------------------------------------------------------------------------------------
PROMPT_VERSIONS: Final = ("3", "4")  # before and after COACHING_AT
ASSISTANT_BEFORE_TICKET_SHARE: Final = 0.5  # of in-app tickets: asked the assistant first, in its own window
INTENT_RIGHT_SHARE: Final = 0.90  # generations whose classified intent is the thread's
APPROVED_SHARE: Final = 0.25  # generations that a person looked at before they were sent
EDITED_SHARE: Final = 0.40  # of the approved ones
RETRIEVED_MEAN: Final = 2.2  # knowledge sources per answer
CITED_SHARE: Final = 0.45  # of the sources retrieved first; the further down the less
# Share of handoffs that pass on each element, by model version.
HANDOFF_CONTEXT_SHARE: Final = {
    "assist-1.8": {"issue_summary": 0.80, "user_emotion": 0.35, "attempted_solutions": 0.50, "metadata": 0.70},
    "assist-2.0": {"issue_summary": 0.95, "user_emotion": 0.60, "attempted_solutions": 0.75, "metadata": 0.85},
}
HANDOFF_TRIGGER_SHARE: Final = {
    "customer_request": 0.52,
    "low_confidence": 0.22,
    "negative_sentiment": 0.14,
    "policy_rule": 0.12,
}
PROMPT_SHOWN_SHARE: Final = 0.60  # conversations in which the assistant asks a question at the end
PROMPT_ANSWERED_SHARE: Final = 0.35

# --- how the messenger opens closed conversations ---------------------------------------------------------------------
CLOSED_WITH_WORDS_SHARE: Final = 0.30  # of settled threads without thanks: the last answer closes
REOPENED_BY_SHARE: Final = {"open": 0.70, "assign_and_reopen": 0.10, "note_and_reopen": 0.10, "reply_only": 0.10}

# --- response times ---------------------------------------------------------------------------------------------------
# First human response since the first customer message: log-normal, (median seconds, sigma of the logarithm).
FIRST_HUMAN_RESPONSE: Final = {
    "email": (10800.0, 0.90),
    "web": (14400.0, 0.90),
    "web_form": (14400.0, 0.90),
    "chat": (95.0, 0.70),
    "live_chat": (80.0, 0.70),
    "native_messaging": (720.0, 0.80),
    "in_app": (360.0, 0.80),
    "voice": (2700.0, 0.70),
    "twitter_dm": (2100.0, 0.80),
    "social_dm": (2400.0, 0.80),
    "mobile_sdk": (3000.0, 0.80),
    "conversation": (480.0, 0.80),
    "whatsapp": (2400.0, 0.80),
    "app": (300.0, 0.70),
    "website": (110.0, 0.70),
}
SLOW_STAGE: Final = "conversion"
SLOW_STAGE_FACTOR: Final = 1.6  # its median is that many times the median of the other stages

# --- reopened tickets and repeat contacts -----------------------------------------------------------------------------
REOPENED_SHARE: Final = 0.10  # of threads that a person solved
REOPENED_THANKS_ONLY_SHARE: Final = 0.30  # of the reopened ones
REOPENED_STILL_OPEN_SHARE: Final = 0.10  # of the reopened ones with a real question
REPEAT_SHARE: Final = 0.09  # of solved, not reopened threads: new thread, same intent, within 7 days
REPEAT_DAYS: Final = (0.2, 6.4)
FOLLOW_UP_SHARE: Final = 0.5  # of the repeats on an already closed ticket: marked as its follow-up

# --- what the delivery looks like -------------------------------------------------------------------------------------
REDELIVERED_SHARE: Final = 0.02  # message rows delivered twice; the later one has the card number removed
DELETED_TICKET_SHARE: Final = 0.006  # tickets (no chats) deleted with their comments
DELETED_COMMENT_SHARE: Final = 0.004  # further single comments
DEACTIVATED_AGENT_SHARE: Final = 0.20  # agents who show as end users now
DEACTIVATED_WITH_AUDIT_SHARE: Final = 0.50  # of them: the change of role is in the audit log

# --- empathy acts -----------------------------------------------------------------------------------------------------
ACTS: Final = ("acknowledgment", "apology", "next_step", "timeline", "blame")
# Share of an agent's answers that contain the act, by habit of the agent; agents take the habits in turn.
ACT_RATES: Final = {
    "strong": {"acknowledgment": 0.75, "apology": 0.40, "next_step": 0.80, "timeline": 0.55, "blame": 0.00},
    "average": {"acknowledgment": 0.50, "apology": 0.30, "next_step": 0.60, "timeline": 0.35, "blame": 0.02},
    "weak": {"acknowledgment": 0.25, "apology": 0.15, "next_step": 0.40, "timeline": 0.15, "blame": 0.10},
}
COACHING_AT: Final = datetime(2026, 9, 1, tzinfo=UTC)
COACHING_ACKNOWLEDGMENT_POINTS: Final = 0.12  # added to every agent's acknowledgment rate from then on

# --- surveys ----------------------------------------------------------------------------------------------------------
SCALES: Final = {
    "csat": (1, 5),
    "nps": (0, 10),
    "ces": (1, 7),
    "confidence": (1, 5),
    "felt_understood": (1, 5),
    "trust": (1, 5),
    "solved": (0, 1),
    "easy": (1, 5),
    "relevance": (1, 5),
    "competence": (1, 5),
}
# Share of answers in the top of the scale (two best of five, three best of seven, 1 of 0/1), before the effects below.
POSITIVE_SHARE: Final = {
    "csat": 0.70,
    "ces": 0.64,
    "confidence": 0.66,
    "felt_understood": 0.60,
    "trust": 0.68,
    "solved": 0.76,
    "easy": 0.67,
    "relevance": 0.58,
    "competence": 0.72,
}
CSAT_STAGE_POINTS: Final = {
    "awareness": 0.00,
    "consideration": 0.02,
    "conversion": -0.08,
    "onboarding": -0.04,
    "retention": 0.03,
    "expansion": 0.05,
}
BEST_SEGMENT: Final = "enterprise"
BEST_SEGMENT_CSAT_POINTS: Final = 0.12
COACHING_FELT_UNDERSTOOD_POINTS: Final = 0.10  # from COACHING_AT on
# Shares of promoters (9-10) and detractors (0-6), by journey stage.
NPS_SHARES: Final = {
    "awareness": (0.34, 0.22),
    "consideration": (0.38, 0.20),
    "conversion": (0.32, 0.28),
    "onboarding": (0.40, 0.22),
    "retention": (0.50, 0.16),
    "expansion": (0.54, 0.12),
}
SURVEY_PER_MESSAGE: Final = {
    "relationship": 0.26,
    "touchpoint": 0.34,
}  # answered, in equal parts for every stage and segment, before the limit below
# No customer answers the same survey again within the same stretch of days.
SURVEY_STRETCH_DAYS: Final = {"relationship": 28, "touchpoint": 7}
QUESTION_ANSWERED_SHARE: Final = 0.85  # of the questions after the first one of a survey
AFTER_CONTACT_SHARE: Final = 0.35  # solved landing threads with an after-contact survey
VENDOR_AFTER_CONTACT_SHARE: Final = 0.12  # solved helpdesk tickets with an after-contact answer in a survey tool
TEXT_ANSWER_SHARE: Final = 0.50
# Answers of all who were asked.
SURVEY_ANSWERED_SHARE: Final = {"landing": 0.45, "qualtrics": 0.35}
SURVEY_REMINDED_SHARE: Final = 0.30  # of the invitations: a reminder after four days
DIRECTORY_LINKED_SHARE: Final = 0.60  # people of the survey directory who carry the product's own user id
EXIT_ANSWERED_SHARE: Final = 0.30  # business customers who did not buy and said why
EXIT_REASON_SHARE: Final = {
    "price": 0.36,
    "missing_feature": 0.24,
    "effort": 0.16,
    "switched": 0.14,
    "no_longer_needed": 0.10,
}
# One vendor delivers only this share of its answers of one month.
SURVEY_OUTAGE: Final = {"source": "delighted", "month": "2026-08", "delivered_share": 0.5}
# Helpdesk ratings: offered on solved tickets, answered, good.
RATING_OFFERED_SHARE: Final = 0.60
RATING_ANSWERED_SHARE: Final = 0.45
RATING_GOOD_SHARE: Final = 0.80
RATING_CHANGED_SHARE: Final = 0.03  # of answered ones: rated once more, the other way round

# --- product, money, marketing ----------------------------------------------------------------------------------------
VENDOR_EVENTS_EVERY: Final = 3  # every third customer's product events come through the analytics vendor
# The stage whose tasks go clearly worse than elsewhere; its checkout is completed by CONVERTED_SHARE.
FRICTION_STAGE: Final = "conversion"
TASK_COMPLETED_SHARE: Final = {
    "newsletter": 0.80,
    "guide": 0.76,
    "contact": 0.78,
    "setup": 0.80,
    "settings": 0.88,
    "password_reset": 0.82,
    "callback": 0.80,
}
TASK_BACKTRACK_SHARE: Final = {"friction": 0.38, "elsewhere": 0.14}
TASK_ERROR_SHARE: Final = {"friction": 0.40, "elsewhere": 0.20}
TASK_RAGE_SHARE: Final = {"friction": 0.12, "elsewhere": 0.03}
TASK_HELP_SHARE: Final = {"friction": 0.18, "elsewhere": 0.06}  # of attempts: an article opened on the way
HESITATION_SHARE: Final = {"friction": 0.35, "elsewhere": 0.12}
REPEATED_EDIT_SHARE: Final = {"friction": 0.30, "elsewhere": 0.10}
CART_LEFT_SHARE: Final = 0.25  # customers with a cart two days before that went no further at once
TRIAL_ACTIVATED_SHARE: Final = 0.55  # of trials: a feature used within 10 days
BOUNCE_SHARE: Final = 0.34  # of visits
VISIT_RAGE_SHARE: Final = 0.05  # of visits with a second page
VISIT_CAMPAIGN_SHARE: Final = 0.25
MESSAGE_MATCH_SHARE: Final = 0.80  # of the visits that a campaign brought
HELP_VOTE_SHARE: Final = 0.30  # of help pages seen
HELP_USEFUL_SHARE: Final = 0.70  # of the votes
HELP_SEARCH_SHARE: Final = 0.40
HELP_CONTACT_SHARE: Final = 0.15
IDENTIFIED_BY: Final = "consideration"  # before that stage a visitor is anonymous
DEVICE_SKEW_SHARE: Final = 0.05  # devices of the analytics vendor whose clock is a day off
SHARED_DEVICE_SHARE: Final = 0.01  # of the customers of that vendor: on the device of another one
EXPERIMENT_ID: Final = "contextual_onboarding"
EXPERIMENT_VARIANTS: Final = ("control", "contextual")
FIRST_VALUE_14D_SHARE: Final = {
    "control": 0.46,
    "contextual": 0.56,
}  # reached first value within 14 days of exposure
UPGRADED_SHARE: Final = 0.35  # of expansion periods
# Share of subscriptions that are renewed at the end of each period, by segment: small businesses renew less.
RENEWED_SHARE: Final = {"consumer": 0.95, "smb": 0.88, "mid_market": 0.97, "enterprise": 0.98}
UNPAID_SHARE: Final = 0.25  # of the others: the payment failed and nobody tried again
PAYMENT_RECOVERED_SHARE: Final = 0.03  # of the renewals of the billing system: paid at the second try
PAST_DUE_SHARE: Final = 0.02  # of running subscriptions that the product bills itself
ANNUAL_SHARE: Final = 0.10  # of subscriptions; the others run by the month
TRIAL_SHARE: Final = 0.30  # of the customers of the billing system
DOLLAR_EVERY: Final = 5  # every so many customers of the billing system pay in dollars
UPGRADE_TRIED_SHARE: Final = 0.45  # of expansion periods, those who complete it among them
REFUNDED_SHARE: Final = 0.06  # of orders
REFUNDED_RENEWAL_SHARE: Final = 0.012  # of the payments for a renewal
REPEAT_ORDER_SHARE: Final = 0.45  # of orders that the same customer follows up with another, 20 to 120 days later
SENDS_PER_CUSTOMER: Final = 3
SEND_OPENED_SHARE: Final = 0.40  # of the first message to a customer
SEND_FATIGUE_FACTOR: Final = 0.92  # with each further one
SEND_CLICKED_SHARE: Final = 0.22  # of the opened ones
SEND_UNSUBSCRIBED_SHARE: Final = 0.004
SEND_COMPLAINED_SHARE: Final = 0.001

# --- what the product tells about journeys and consent ----------------------------------------------------------------
STAGE_SIGNAL_SHARE: Final = 0.85  # beginnings of consideration, conversion and expansion that show in the product
CONSENT_ASKED_SHARE: Final = 0.90  # of customers: asked for every purpose when the journey began
CONSENT_GRANTED_SHARE: Final = {"personalisation": 0.70, "marketing": 0.60, "analytics": 0.85}  # of the asked ones
CONSENT_WITHDRAWN_SHARE: Final = 0.10  # of the granted ones, within the period's length of time

# --- quality reviews --------------------------------------------------------------------------------------------------
QA_ITEMS: Final = ("acknowledgment", "clarity", "reassurance", "accountability", "appropriateness")
QA_REVIEWED_SHARE: Final = 0.10  # of human answers
QA_USEFUL_SHARE: Final = 0.95  # of reviewed answers, all of which tell, ask or do something: judged to move the case on
QA_RATERS_AGREE_SHARE: Final = 0.70  # two raters give the same score; otherwise they are one point apart

# --- sales ------------------------------------------------------------------------------------------------------------
# One CRM knows consumers and small businesses, the other one larger companies, since this long before the period.
CRM_DAYS_BEFORE: Final = 45
CRM_OVERLAP_SHARE: Final = 0.04  # people whom both CRMs know
CRM_DISAGREEING_SHARE: Final = 0.30  # of them: the second CRM never moved them on
LEAD_QUALIFIED_SHARE: Final = 0.62  # leads that become qualified when they begin to consider
# Qualified leads with an opportunity; it is won when the customer converts, and lost otherwise.
OPPORTUNITY_SHARE: Final = {"consumer": 0.25, "smb": 0.85, "mid_market": 1.0, "enterprise": 1.0}
LOST_QUALIFIED_SHARE: Final = 0.55  # lost opportunities that got as far as qualified
OPPORTUNITY_TWO_PEOPLE_SHARE: Final = 0.04  # opportunities with two contacts, none of them marked
OPPORTUNITY_REDELIVERED_SHARE: Final = 0.02
OPPORTUNITY_DELETED_SHARE: Final = 0.01
# Median amounts in whole currency units.
OPPORTUNITY_AMOUNT: Final = {"consumer": 300, "smb": 900, "mid_market": 3000, "enterprise": 12000}
SALES_OPT_OUT_SHARE: Final = 0.06  # contacts who want no marketing e-mail
