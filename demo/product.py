"""What customers do on the site and in the product: visits, tasks, clicks. Two systems tell it, each for its customers.

Times are float seconds since 1970-01-01 UTC, rounded to the millisecond. A task is one attempt at one goal.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from demo import billing, truths
from demo.population import DAY, END, STAGES, START, World

Array = npt.NDArray[Any]

CONVERSION, ONBOARDING = STAGES.index("conversion"), STAGES.index("onboarding")
CAMPAIGNS = ("guide", "comparison", "checkout_reminder", "setup_help", "tips", "upgrade_offer")
CAMPAIGN_INTENTS = ("how_to", "pricing_question", "payment_failed", "onboarding_setup", "how_to", "upgrade_question")
REFERRERS = ("https://search.example/", "https://news.example/")
# Pages that a visit shows, in the order of the visit, by journey stage.
PAGES = {
    "awareness": ("/blog", "/guides", "/pricing", "/blog/stories"),
    "consideration": ("/pricing", "/compare", "/features", "/pricing"),
    "conversion": ("/cart", "/pricing", "/help", "/cart"),
    "onboarding": ("/app", "/help", "/app", "/help"),
    "retention": ("/app", "/help", "/app", "/app/reports"),
    "expansion": ("/app/plans", "/pricing", "/help", "/app/plans"),
}
# Name of the flow: (prefix of its events, journey stage, page, steps, attempts per customer).
TASKS = {
    "newsletter": ("form", "awareness", "/newsletter", ("email", "topics", "confirm"), 0.45),
    "guide": ("guide", "awareness", "/guides", ("overview", "examples", "summary"), 0.35),
    "contact": ("form", "consideration", "/contact", ("contact", "company", "needs"), 0.5),
    "settings": ("settings", "retention", "/app/settings", ("open", "change", "save"), 0.35),
    "callback": ("form", "expansion", "/app/plans", ("topic", "time", "confirm"), 0.18),
    "password_reset": ("password_reset", "retention", "/reset", ("request", "code", "password"), 0.25),
}
CHECKOUT_STEPS = ("address", "payment", "confirm")
SETUP_STEPS = ("profile", "import", "invite")
UPGRADE_STEPS = ("plan", "billing", "confirm")


class EventLog:
    """Collects product events as arrays; `add` takes one event name for many customers."""

    def __init__(self) -> None:
        self.parts: list[dict[str, Any]] = []
        self.names: list[str] = []
        self.tasks = 0

    def add(
        self, name: str, customer: Array, at: Array, page: str, step: str = "", task: Array | None = None,
        flow: str = "", element: str = "", **values: Array,
    ) -> None:  # fmt: skip
        inside = np.isfinite(at) & (at >= START) & (at < END)
        self.names.append(name)
        size = len(customer)
        self.parts.append({
            "customer": customer[inside], "at": np.round(at[inside], 3),
            "task": (np.full(size, -1) if task is None else task)[inside],
            "kind": np.full(inside.sum(), len(self.names) - 1),
            "page": page, "step": step, "flow": flow, "element": element,
            **{key: values.get(key, np.full(size, np.nan))[inside] for key in ("engaged", "scroll")},
            **{key: values.get(key, np.full(size, -1))[inside] for key in ("campaign", "intent", "referrer")},
        })  # fmt: skip

    def new_tasks(self, size: int) -> Array:
        self.tasks += size
        return np.arange(self.tasks - size, self.tasks)

    def column(self, name: str) -> Array:
        return np.concatenate([part[name] for part in self.parts])


def add_rage(log: EventLog, customer: Array, at: Array, page: str, element: str, task: Array | None = None) -> None:
    """Four clicks on one element within a second; NaN moments are nobody's."""
    for pause in (0.0, 0.25, 0.5, 0.8):
        log.add("element_clicked", customer, at + pause, page, element=element, task=task)


def add_task(
    log: EventLog, rng: np.random.Generator, prefix: str, flow: str, steps: tuple[str, ...], page: str,
    customer: Array, began_at: Array, share: Array, is_friction: bool = False,
) -> Array:  # fmt: skip
    """Events of attempts at a task; returns when each was completed (NaN: given up). `share` completes it."""
    size = len(customer)
    side = "friction" if is_friction else "elsewhere"
    task = log.new_tasks(size)
    is_done = rng.random(size) < share
    given_up = rng.integers(0, len(steps), size)
    at = began_at.copy()
    hesitates = rng.random(size) < truths.HESITATION_SHARE[side]
    edits_again = rng.random(size) < truths.REPEATED_EDIT_SHARE[side]
    rages = rng.random(size) < truths.TASK_RAGE_SHARE[side]
    goes_back = rng.random(size) < truths.TASK_BACKTRACK_SHARE[side]
    is_wrong_at = np.where(rng.random(size) < truths.TASK_ERROR_SHARE[side], rng.integers(0, len(steps), size), -1)

    def add(name: str, moments: Array, step: str = "", element: str = "") -> None:
        log.add(f"{prefix}_{name}", customer, moments, page, step, task, flow, element)

    add("started", at)
    for number, step in enumerate(steps):
        at = at + rng.uniform(8, 50, size) + np.where(hesitates & (number == 1), rng.uniform(70, 200, size), 0)
        begun, reached = is_done | (given_up >= number), is_done | (given_up > number)
        if prefix != "guide":
            add("field_edited", np.where(begun, at - 5, np.nan), step, f"{step}_field")
            add("field_edited", np.where(begun & edits_again & (number == 0), at - 2, np.nan), step, f"{step}_field")
            add("error", np.where(begun & (is_wrong_at == number), at - 1, np.nan), step)
        add("step_completed", np.where(reached, at, np.nan), step)
        if number == 0:
            # An attempt that is given up at once goes back no more: the share is of all attempts all the same.
            add("step_back", np.where(begun & goes_back, at + 2, np.nan), step)
            add_rage(log, customer, np.where(begun & rages, at + 3, np.nan), page, f"{flow}_button", task)
            asks = rng.random(size) < truths.TASK_HELP_SHARE[side]
            log.add("help_article_viewed", customer, np.where(begun & asks, at + 4, np.nan), "/help", task=task)
    at = at + rng.uniform(4, 20, size)
    add("completed", np.where(is_done, at, np.nan))
    return np.where(is_done, at, np.nan)


def add_visits(log: EventLog, rng: np.random.Generator, world: World) -> None:
    """Visits of one to four pages; a campaign brought some of them, most to a page about what it promised."""
    for number, stage in enumerate(STAGES):
        size = world.population.customers // 3
        customer, at = world.population.moments_in_stage(rng, number, size)
        is_bounce = rng.random(size) < truths.BOUNCE_SHARE
        pages = np.where(is_bounce, 1, rng.integers(2, len(PAGES[stage]) + 1, size))
        has_campaign = rng.random(size) < truths.VISIT_CAMPAIGN_SHARE
        is_match = rng.random(size) < truths.MESSAGE_MATCH_SHARE
        campaign = np.where(has_campaign, number, -1)
        # The wrong landing page speaks to the intent of the campaign of another stage.
        other = next(place for place, name in enumerate(CAMPAIGN_INTENTS) if name != CAMPAIGN_INTENTS[number])
        intent = np.where(has_campaign, np.where(is_match, number, other), -1)
        referrer = rng.choice([0, 1, -1], size, p=[0.5, 0.2, 0.3])
        for place, page in enumerate(PAGES[stage]):
            is_seen = pages > place
            engaged = np.round(rng.uniform(5, 90, size), 1)
            scroll = np.round(rng.beta(2, 1.2, size), 2)
            nothing = np.full(size, -1)
            log.add("page_viewed", customer, np.where(is_seen, at, np.nan), page, engaged=engaged, scroll=scroll,
                    campaign=campaign if place == 0 else nothing, intent=intent if place == 0 else nothing,
                    referrer=referrer if place == 0 else nothing)  # fmt: skip
            if page == "/help":
                voted = is_seen & (rng.random(size) < truths.HELP_VOTE_SHARE)
                is_useful = rng.random(size) < truths.HELP_USEFUL_SHARE
                log.add("article_upvoted", customer, np.where(voted & is_useful, at + 20, np.nan), page)
                log.add("article_downvoted", customer, np.where(voted & ~is_useful, at + 20, np.nan), page)
                searched = is_seen & (rng.random(size) < truths.HELP_SEARCH_SHARE)
                log.add("help_searched", customer, np.where(searched, at + 2, np.nan), page)
                asked = is_seen & (rng.random(size) < truths.HELP_CONTACT_SHARE)
                log.add("contact_clicked", customer, np.where(asked, at + 25, np.nan), page, element="contact")
            if place == 1:
                log.add("element_clicked", customer, np.where(is_seen, at + 3, np.nan), page, element="menu")
                rages = is_seen & (rng.random(size) < truths.VISIT_RAGE_SHARE)
                add_rage(log, customer, np.where(rages, at + 4, np.nan), page, "search_button")
            at = at + rng.uniform(30, 150, size)


def product_log(world: World, seen: dict[str, Array], upgraded: dict[str, Array]) -> EventLog:
    """Everything that fits each customer's journey. seen: exposures of onboarding; upgraded: who tried to upgrade."""
    people = world.population
    rng = world.rng("product")
    log = EventLog()
    bounds = people.bounds
    add_visits(log, rng, world)
    for name, stage, page, visits in (("comparison_viewed", "consideration", "/compare", 1),
                                      ("feature_used", "retention", "/app", 4),
                                      ("upgrade_viewed", "expansion", "/app/plans", 1)):  # fmt: skip
        customer, at = people.moments_in_stage(rng, STAGES.index(stage), people.customers * visits // 4)
        log.add(name, customer, at, page)
    for flow, (prefix, stage, page, steps, attempts) in TASKS.items():
        customer, at = people.moments_in_stage(rng, STAGES.index(stage), round(people.customers * attempts))
        share = np.full(len(customer), truths.TASK_COMPLETED_SHARE[flow])
        add_task(log, rng, prefix, flow, steps, page, customer, at, share)
    everyone = np.arange(people.customers)
    late = bounds[:, CONVERSION + 1] - 900
    log.add("cart_added", everyone, late - 120, "/cart", element="add_to_cart")
    add_task(log, rng, "checkout", "checkout", CHECKOUT_STEPS, "/checkout", everyone, late,
             people.is_converted.astype(float), is_friction=True)  # fmt: skip
    # A cart that goes no further: what makes it a share of carts rather than of checkouts.
    left = np.flatnonzero(rng.random(people.customers) < truths.CART_LEFT_SHARE)
    log.add("cart_added", left, late[left] - 2.5 * DAY, "/cart", element="add_to_cart")
    trial_at = billing.trial_at(world)
    log.add("trial_started", everyone, trial_at, "/trial")
    tried = rng.random(people.customers) < truths.TRIAL_ACTIVATED_SHARE
    log.add("feature_used", everyone, np.where(tried, trial_at + rng.uniform(0.05, 10, people.customers) * DAY, np.nan),
            "/app")  # fmt: skip
    paying = np.flatnonzero(people.is_converted)
    log.add("signed_up", paying, bounds[paying, ONBOARDING], "/welcome")
    size = len(seen["customer"])
    add_task(log, rng, "onboarding", "setup", SETUP_STEPS, "/setup", seen["customer"], seen["exposed_at"] + 600,
             np.full(size, truths.TASK_COMPLETED_SHARE["setup"]))  # fmt: skip
    log.add("first_value_reached", seen["customer"], seen["value_at"], "/app")
    is_done = np.isin(upgraded["tried"], upgraded["customer"])
    add_task(log, rng, "upgrade", "upgrade", UPGRADE_STEPS, "/app/plans", upgraded["tried"], upgraded["tried_at"],
             is_done.astype(float))  # fmt: skip
    add_stage_beginnings(log, world)
    return log


def add_stage_beginnings(log: EventLog, world: World) -> None:
    """What most customers do in the first hour of a stage: look at prices, ask for a contract, look at larger plans."""
    people = world.population
    rng = world.rng("landing stage beginnings")
    for stage, name, page in (
        ("consideration", "pricing_viewed", "/pricing"), ("conversion", "contract_requested", "/contract"),
        ("expansion", "upgrade_viewed", "/app/plans"),
    ):  # fmt: skip
        number = STAGES.index(stage)
        begin, end = people.bounds[:, number], people.bounds[:, number + 1]
        shows = (rng.random(people.customers) < truths.STAGE_SIGNAL_SHARE) & (end > begin)
        at = begin + rng.uniform(60, 3600, people.customers)
        log.add(name, np.flatnonzero(shows), at[shows], page)


def told_by_other_system(customer: Array) -> Array:
    """Customers whose events the analytics vendor collects; the product's own tables tell the others."""
    told: Array = customer % truths.VENDOR_EVENTS_EVERY == 0
    return told
