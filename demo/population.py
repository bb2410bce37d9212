"""The people that every source system sees: customers with their journeys, organisations, agents.

One population per (seed, size). All arrays are indexed by customer or agent number (0-based); a source turns the
numbers into identifiers of its own. Times are float seconds since 1970-01-01 UTC.
"""

import zlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import truths
from demo.columns import labels, numbered

Array = npt.NDArray[Any]

DAY = 86400.0
END = truths.END_AT.timestamp()
START = END - truths.WEEKS * 7 * DAY
STAGES = truths.STAGES
UNKNOWN_STAGE = -1
SEGMENTS = tuple(truths.SEGMENT_SHARE)
GROUPS = ("Billing", "Technical", "Onboarding", "General")
HABITS = tuple(truths.ACT_RATES)
# Longest way back to the beginning of a journey that still reaches expansion inside the period, days.
LONGEST_JOURNEY_DAYS = 440.0

# fmt: off
FIRST_NAMES = (
    "Anna", "Ben", "Carla", "David", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Karin", "Liam", "Maria",
    "Noah", "Olga", "Paul", "Quentin", "Rosa", "Samir", "Tessa", "Uma", "Victor", "Wanda", "Xavier", "Yara", "Zoe",
    "Aisha", "Bruno", "Chloe", "Dmitri", "Emma", "Felix", "Gita", "Hannah", "Ivan", "Julia", "Kofi", "Lena", "Marco",
    "Nadia", "Oscar", "Priya", "Rafael", "Sofia", "Tom", "Ursula", "Vera", "William", "Yusuf", "Zara", "Amir", "Bella",
    "Clara", "Diego", "Eva", "Finn", "Greta", "Henrik", "Isabel", "Jakob", "Kira", "Leo", "Mina", "Nils", "Petra",
    "Ravi", "Sara", "Theo", "Valentina", "Wei",
)
LAST_NAMES = (
    "Adler", "Becker", "Costa", "Dahl", "Eriksen", "Fischer", "Garcia", "Hansen", "Ito", "Jansen", "Keller", "Lopez",
    "Meyer", "Novak", "Olsen", "Patel", "Quinn", "Rossi", "Schmidt", "Tanaka", "Ueda", "Vogel", "Weber", "Xu", "Young",
    "Zimmer", "Ahmed", "Bauer", "Chen", "Diaz", "Evans", "Ferrari", "Gruber", "Hoffmann", "Ivanov", "Jones", "Klein",
    "Larsen", "Moreau", "Nielsen", "Okafor", "Peters", "Ramos", "Singh", "Torres", "Urban", "Vargas", "Wagner",
    "Yilmaz",
    "Zhang", "Brandt", "Carter", "Dubois", "Engel", "Frank", "Gomez", "Huber", "Jung", "Kowalski", "Lang", "Martin",
    "Nguyen", "Otto", "Pohl", "Richter", "Santos", "Thomas", "Walter", "Winter", "Ziegler",
)
COMPANY_WORDS = (
    "Alder", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Iris", "Juniper", "Kestrel", "Lagoon",
    "Maple", "Nimbus", "Orchid", "Pine", "Quarry", "River", "Summit", "Tundra", "Umber", "Valley", "Willow", "Zenith",
)
COMPANY_KINDS = ("Logistics", "Foods", "Health", "Media", "Works", "Energy", "Travel", "Finance", "Studio", "Retail")
# fmt: on
CONSUMER_DOMAINS = ("mail.example", "inbox.example", "post.example", "webmail.example")


def stream(seed: int, purpose: str) -> np.random.Generator:
    """An independent random stream per purpose, so that a new source or table changes no other one."""
    return np.random.default_rng([seed, zlib.crc32(purpose.encode())])


def draw(rng: np.random.Generator, shares: dict[str, float], size: int) -> Array:
    """Positions in `shares`, drawn in those proportions; shape (size,)."""
    return pick(rng, np.asarray(list(shares.values())), size)


def pick(rng: np.random.Generator, weights: Array, size: int) -> Array:
    """Positions drawn in proportion to `weights` (need not sum to 1); shape (size,)."""
    cumulative = np.cumsum(weights)
    position: Array = np.searchsorted(cumulative, rng.random(size) * cumulative[-1], side="right")
    return position.clip(max=len(weights) - 1)


@dataclass(frozen=True)
class Population:
    """Customers and agents as arrays; see the module text for units."""

    first: Array  # position in FIRST_NAMES
    last: Array  # position in LAST_NAMES
    segment: Array  # position in SEGMENTS
    organisation: Array  # organisation number, -1 for consumers
    is_german: Array
    is_converted: Array
    bounds: Array  # (customers, 8): begin of each of the six stages, end of expansion, end of the journey
    organisation_segment: Array
    agent_first: Array
    agent_last: Array
    agent_group: Array  # position in GROUPS
    agent_habit: Array  # position in HABITS
    agent_left_at: Array  # inf while active
    agent_has_audit: Array

    @property
    def customers(self) -> int:
        return len(self.first)

    @property
    def agents(self) -> int:
        return len(self.agent_first)

    @cached_property
    def emails(self) -> pa.Array:
        """One address per customer, unique by the customer number in it."""
        organisations = numbered("org", self.organisation.clip(min=0), 4)
        company = pc.binary_join_element_wise(organisations, ".example", "")
        private = labels(CONSUMER_DOMAINS, np.arange(self.customers) % len(CONSUMER_DOMAINS))
        domain = pc.if_else(pa.array(self.organisation >= 0), company, private)
        return pc.binary_join_element_wise(
            pc.utf8_lower(labels(FIRST_NAMES, self.first)),
            pc.utf8_lower(labels(LAST_NAMES, self.last)),
            pc.binary_join_element_wise(pa.array(np.arange(self.customers)).cast(pa.string()), domain, "@"),
            ".",
        )

    @cached_property
    def agent_emails(self) -> pa.Array:
        return pc.binary_join_element_wise(
            pc.utf8_lower(labels(FIRST_NAMES, self.agent_first)),
            numbered("", np.arange(self.agents), 3),
            f"@{truths.AGENT_EMAIL_DOMAIN}",
            "",
        )

    def names(self) -> pa.Array:
        return pc.binary_join_element_wise(labels(FIRST_NAMES, self.first), labels(LAST_NAMES, self.last), " ")

    def agent_names(self) -> pa.Array:
        return pc.binary_join_element_wise(
            labels(FIRST_NAMES, self.agent_first), labels(LAST_NAMES, self.agent_last), " "
        )

    def stage_at(self, customer: Array, at: Array) -> Array:
        """Position in STAGES of each customer at each moment, UNKNOWN_STAGE outside the journey; shape (len(at),)."""
        passed = (at[:, None] >= self.bounds[customer]).sum(axis=1) - 1
        back_in_retention = len(STAGES)
        stage = np.where(passed == back_in_retention, STAGES.index("retention"), passed)
        return np.where(passed > back_in_retention, UNKNOWN_STAGE, stage)

    def moments_in_stage(self, rng: np.random.Generator, stage: int, size: int) -> tuple[Array, Array]:
        """Random (customer, moment) pairs of the period, uniform over all customer time spent in that stage."""
        begin = self.bounds[:, stage].clip(min=START)
        end = self.bounds[:, stage + 1].clip(max=END)
        customer = pick(rng, (end - begin).clip(min=0), size)
        return customer, begin[customer] + rng.random(size) * (end - begin)[customer]


def populate(seed: int, customers: int, agents: int) -> Population:
    """Draw the population: `customers` people with journeys, at least three agents per group."""
    rng = stream(seed, "population")
    segment = draw(rng, truths.SEGMENT_SHARE, customers)
    is_business = segment != SEGMENTS.index("consumer")
    organisations = max(6, customers // 15)
    organisation_segment = np.arange(organisations) % (len(SEGMENTS) - 1) + 1
    same_segment = len(SEGMENTS) - 1
    position = rng.integers(0, organisations // same_segment, customers)
    organisation = np.where(is_business, position * same_segment + segment - 1, -1)

    days = np.stack([rng.uniform(*truths.STAGE_DAYS[stage], customers) for stage in STAGES], axis=1) * DAY
    days[:, STAGES.index("expansion")] *= rng.random(customers) < truths.EXPANSION_SHARE
    begin = rng.uniform(START - LONGEST_JOURNEY_DAYS * DAY, END - 2 * DAY, customers)
    bounds = np.column_stack([begin, begin[:, None] + np.cumsum(days, axis=1), np.full(customers, np.inf)])
    is_converted = rng.random(customers) < truths.CONVERTED_SHARE
    after_conversion = STAGES.index("conversion") + 1
    bounds[~is_converted, after_conversion:] = bounds[~is_converted, after_conversion][:, None]

    agents = max(agents, 3 * len(GROUPS))
    number = np.arange(agents)
    # The leavers are the last ones of the list, so that the first agent of each group always stays.
    leavers = min(round(agents * truths.DEACTIVATED_AGENT_SHARE), agents - len(GROUPS))
    is_leaver = number >= agents - leavers
    left_at = np.where(is_leaver, rng.uniform(START + 75 * DAY, END - 30 * DAY, agents), np.inf)
    audited = round(leavers * truths.DEACTIVATED_WITH_AUDIT_SHARE)
    return Population(
        first=rng.integers(0, len(FIRST_NAMES), customers),
        last=rng.integers(0, len(LAST_NAMES), customers),
        segment=segment,
        organisation=organisation,
        is_german=rng.random(customers) < truths.GERMAN_SHARE,
        is_converted=is_converted,
        bounds=bounds,
        organisation_segment=organisation_segment,
        agent_first=rng.permutation(np.arange(agents) % len(FIRST_NAMES)),
        agent_last=rng.integers(0, len(LAST_NAMES), agents),
        agent_group=number % len(GROUPS),
        agent_habit=(number // len(GROUPS)) % len(HABITS),
        agent_left_at=left_at,
        agent_has_audit=is_leaver & (number < agents - leavers + audited),
    )


@dataclass(frozen=True, eq=False)
class World:
    """What a source needs to write its tables: the seed, the size, and the people."""

    seed: int
    messages: int
    population: Population = field(repr=False)

    def rng(self, purpose: str) -> np.random.Generator:
        return stream(self.seed, purpose)


def build_world(messages: int, seed: int) -> World:
    """The world for about `messages` messages over all sources."""
    customers = max(600, round(messages * truths.CUSTOMERS_PER_MESSAGE))
    agents = round(messages / 5 / truths.THREADS_PER_AGENT)
    return World(seed=seed, messages=messages, population=populate(seed, customers, agents))
