"""Who answers which survey when, and what they say: shared by every source that asks. Seconds since 1970 UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from demo import truths
from demo.population import DAY, END, SEGMENTS, STAGES, START, World, pick

Array = npt.NDArray[Any]

MEASURES = tuple(truths.SCALES)
BUSINESS = ("mid_market", "enterprise")
PRIVATE = ("consumer", "smb")
TOUCHPOINTS = {
    "awareness": "website", "consideration": "pricing_page", "conversion": "checkout", "onboarding": "setup",
    "retention": "product", "expansion": "upgrade",
}  # fmt: skip


@dataclass(frozen=True)
class Respondents:
    """People who answered, one row per response; arrays of shape (responses,)."""

    customer: Array
    at: Array
    stage: Array  # position in STAGES

    def __len__(self) -> int:
        return len(self.customer)

    def take(self, rows: Array) -> "Respondents":
        return Respondents(self.customer[rows], self.at[rows], self.stage[rows])


def month_of(at: Array) -> Array:
    """Months since 1970 of each moment."""
    months: Array = at.astype("datetime64[s]").astype("datetime64[M]").astype(int)
    return months


def moments(world: World, rng: np.random.Generator, stage: int, segment: int, size: int) -> tuple[Array, Array]:
    """Random (customer, moment) pairs of a stage and a segment, uniform over the time spent there."""
    people = world.population
    begin = people.bounds[:, stage].clip(min=START)
    end = people.bounds[:, stage + 1].clip(max=END)
    weight = (end - begin).clip(min=0) * (people.segment == segment)
    if weight.sum() == 0:
        return np.zeros(0, int), np.zeros(0)
    customer = pick(rng, weight, size)
    return customer, begin[customer] + rng.random(size) * (end - begin)[customer]


def respondents(world: World, survey: str, segments: Sequence[str]) -> Respondents:
    """Answers by quota: as many in every stage and segment, each customer at most once in a stretch of days."""
    rng = world.rng(f"respondents {survey}")
    size = round(world.messages * truths.SURVEY_PER_MESSAGE[survey] / len(STAGES) / len(SEGMENTS))
    drawn = [
        moments(world, rng, stage, SEGMENTS.index(name), size) for stage in range(len(STAGES)) for name in segments
    ]
    customer = np.concatenate([part[0] for part in drawn])
    at = np.round(np.concatenate([part[1] for part in drawn]), 3)
    stage = world.population.stage_at(customer, at)
    stretch = np.floor((at - START) / DAY / truths.SURVEY_STRETCH_DAYS[survey]).astype(int)
    _, once = np.unique(customer * 100_000 + stretch, return_index=True)
    once = once[(stage[once] >= 0) & (at[once] < END)]
    return Respondents(customer[once], at[once], stage[once])


def silent(world: World, purpose: str, answered: Respondents, share: float) -> Respondents:
    """Who was asked and did not answer: in every stage and segment so many that `share` of all asked have answered."""
    rng = world.rng(f"silent {purpose}")
    cell = answered.stage * len(SEGMENTS) + world.population.segment[answered.customer]
    cells, sizes = np.unique(cell, return_counts=True)
    drawn = [
        moments(world, rng, number // len(SEGMENTS), number % len(SEGMENTS), round(size * (1 / share - 1)))
        for number, size in zip(cells.tolist(), sizes.tolist(), strict=True)
    ]
    customer = np.concatenate([part[0] for part in drawn])
    at = np.round(np.concatenate([part[1] for part in drawn]), 3)
    stage = world.population.stage_at(customer, at)
    rows = np.flatnonzero((stage >= 0) & (at < END))
    return Respondents(customer[rows], at[rows], stage[rows])


def shared_uniforms(rng: np.random.Generator, moods: Array) -> Array:
    """Uniform numbers of which half repeat the respondent's mood, so that answers of one person go together."""
    return np.where(rng.random(len(moods)) < 0.5, moods, rng.random(len(moods)))


def score_of(rng: np.random.Generator, measure: str, stage: Array, segment: Array, at: Array, mood: Array) -> Array:
    """A score on the measure's scale per respondent. `mood`: uniform, low is satisfied."""
    uniform = shared_uniforms(rng, mood)
    low, high = truths.SCALES[measure]
    if measure == "nps":
        shares = np.array([truths.NPS_SHARES[name] for name in STAGES])[stage]
        is_promoter, is_detractor = uniform < shares[:, 0], uniform >= 1 - shares[:, 1]
        size = len(stage)
        worst = np.array([6, 5, 4, 3, 2, 1, 0])[pick(rng, np.array([30, 25, 15, 12, 8, 5, 5]), size)]
        return np.select([is_promoter, is_detractor], [rng.integers(9, 11, size), worst], rng.integers(7, 9, size))
    share = np.full(len(stage), truths.POSITIVE_SHARE[measure])
    if measure == "csat":
        share += np.array([truths.CSAT_STAGE_POINTS[name] for name in STAGES])[stage]
        share += truths.BEST_SEGMENT_CSAT_POINTS * (segment == SEGMENTS.index(truths.BEST_SEGMENT))
    if measure == "felt_understood":
        share += truths.COACHING_FELT_UNDERSTOOD_POINTS * (at >= truths.COACHING_AT.timestamp())
    is_positive = uniform < share
    if measure == "solved":
        return is_positive.astype(int)
    top = 3 if measure == "ces" else 2
    split = high - top
    weights = np.linspace(1, 3, split - low + 1)
    negative = low + pick(rng, weights, len(stage))
    return np.where(is_positive, rng.integers(split + 1, high + 1, len(stage)), negative)


def is_lost(rng: np.random.Generator, source: str, at: Array) -> Array:
    """Which answers never arrive: in the month of the outage, the planted share of the vendor's."""
    outage = truths.SURVEY_OUTAGE
    in_month = month_of(at) == int(np.datetime64(str(outage["month"]), "M").astype(int))
    share = 1 - float(str(outage["delivered_share"])) if outage["source"] == source else 0.0
    lost: Array = in_month & (rng.random(len(at)) < share)
    return lost
