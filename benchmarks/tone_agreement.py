"""`python -m benchmarks.tone_agreement --raw <raw zone>`: how far the lexicon agrees with labels given by hand.

The labels are tests/fixtures/helpdesk_real_labels.csv: 100 public replies of the real helpdesk that
examples/helpdesk_real maps, read with the customer's message before them and labelled before any score was looked at.
Sample: threads in the order of numpy.random.default_rng(20261121).permutation over the sorted thread ids, at most two
replies of each, without the two accounts that only send automatic texts. Labels are one person's; the figures are the
agreement with that person, not with a panel. Does not belong here: a threshold; the gate is seeds/scoring.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from orchestration.defs.landing.contract import load_contract
from orchestration.defs.landing.land import land
from orchestration.settings import PROJECT_DIR

LABELS = PROJECT_DIR / "tests" / "fixtures" / "helpdesk_real_labels.csv"
ITEMS = ("acknowledgment", "clarity", "reassurance", "accountability", "appropriateness")
FLAGS = (
    "has_acknowledgment",
    "has_apology",
    "has_next_step",
    "has_timeline",
    "has_question",
    "has_blame",
    "has_empathy_phrase",
)
NORMAL_QUANTILE = 1.959963984540054


def main(arguments: Sequence[str] | None = None) -> int:
    """Print agreement per item and flag, coverage and precision of usefulness; exit status 1 when nothing matches."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tone_agreement", description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--raw", type=Path, help="raw zone written by examples/helpdesk_real/map.py; built anew")
    where.add_argument("--warehouse", type=Path, help="warehouse file that holds a build of that raw zone")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        warehouse = chosen.warehouse or build(chosen.raw, Path(folder))
        pairs = labelled_and_read(warehouse)
    if not pairs:
        print("no labelled message is in this build", file=sys.stderr)
        return 1
    print(f"{len(pairs)} labelled messages")
    print(f"{'item':<24} {'n':>4} {'by hand':>8} {'read':>6} {'weighted kappa':>15} {'within 1':>9}")
    for item in ITEMS:
        known = [
            (int(a[item]), round(float(str(b[f"{item}_score"])))) for a, b in pairs if b[f"{item}_score"] is not None
        ]
        hand, read = np.array([a for a, _ in known]), np.array([b for _, b in known])
        near = float(np.mean(np.abs(hand - read) <= 1))
        kappa = weighted_kappa(hand, read, levels=5)
        print(f"{item:<24} {len(known):>4} {hand.mean():>8.2f} {read.mean():>6.2f} {kappa:>15.2f} {near:>9.2f}")
    print(f"{'flag':<24} {'n':>4} {'by hand':>8} {'read':>6} {'kappa':>15} {'precision':>9} {'recall':>7}")
    for flag in FLAGS:
        known_flags = [(a[flag] == "true", bool(b[flag])) for a, b in pairs if b[flag] is not None]
        print(f"{flag:<24} {describe_flag(known_flags)}")
    if "is_useful" in pairs[0][1]:
        print(describe_usefulness([(a["is_useful"], b["is_useful"]) for a, b in pairs]))
    return 0


def build(raw: Path, folder: Path) -> Path:
    """Build the message facts of a raw zone in a folder; return the warehouse file.

    Raises subprocess.CalledProcessError with dbt's output when the build fails.
    """
    warehouse = folder / "warehouse.duckdb"
    land(warehouse, raw, load_contract(PROJECT_DIR / "models"))
    subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"),
            *("--quiet", "build", "--select", "+fct_messages", "--resource-type", "seed", "--resource-type", "model"),
            *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
        ],
        cwd=PROJECT_DIR,
        env={**os.environ, "EMPATHY_WAREHOUSE": str(warehouse), "DBT_PROFILES_DIR": "profiles"},
        check=True,
    )
    return warehouse


def labelled_and_read(warehouse: Path) -> list[tuple[dict[str, str], dict[str, object]]]:
    """The label row and the row of fct_messages of each labelled message that the build has."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        relation = connection.sql(
            "select known.native_message_id, messages.* from marts.fct_messages as messages "
            "inner join intermediate.int_messages as known using (message_id)"
        )
        read = {str(row[0]): dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()}
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    return [(row, read[row["native_message_id"]]) for row in labels if row["native_message_id"] in read]


def weighted_kappa(one: npt.NDArray[np.int_], other: npt.NDArray[np.int_], levels: int) -> float:
    """Cohen's kappa with quadratic weights of two integer ratings 1..levels; nan when both are constant and equal.

    Source: Cohen, Psychological Bulletin 70 (1968) 213-220.
    """
    observed = np.zeros((levels, levels))
    np.add.at(observed, (one - 1, other - 1), 1)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / len(one)
    weights = (np.arange(levels)[:, None] - np.arange(levels)[None, :]) ** 2
    chance = float((weights * expected).sum())
    return 1 - float((weights * observed).sum()) / chance if chance else math.nan


def describe_flag(known: Sequence[tuple[bool, bool]]) -> str:
    """One line of figures for pairs of (by hand, read)."""
    hand, read = np.array([a for a, _ in known], dtype=int), np.array([b for _, b in known], dtype=int)
    both = int((hand & read).sum())
    precision = both / read.sum() if read.sum() else math.nan
    recall = both / hand.sum() if hand.sum() else math.nan
    kappa = weighted_kappa(hand + 1, read + 1, levels=2)
    return f"{len(known):>4} {hand.sum():>8} {read.sum():>6} {kappa:>15.2f} {precision:>9.2f} {recall:>7.2f}"


def describe_usefulness(pairs: Sequence[tuple[str, object]]) -> str:
    """Coverage of the reading, and precision and recall of "useful" on messages labelled yes or no."""
    read = [(label, value) for label, value in pairs if value is not None]
    decided = [(label == "yes", bool(value)) for label, value in read if label != "unclear"]
    positive = sum(value for _, value in decided)
    hits = sum(label and value for label, value in decided)
    useful = sum(label == "yes" for label, _ in pairs)
    negatives = sum(not value for _, value in decided)
    right_negatives = sum(not label and not value for label, value in decided)
    return (
        f"is_useful: coverage {len(read)}/{len(pairs)}; precision {hits}/{positive}"
        f" (95 % lower bound {wilson_lower(hits, positive):.2f}); recall {hits}/{useful};"
        f" read as not useful and right {right_negatives}/{negatives}"
    )


def wilson_lower(successes: int, trials: int) -> float:
    """Lower 95 % bound of a proportion. Source: Wilson, JASA 22 (1927) 209-212."""
    if not trials:
        return math.nan
    share, square = successes / trials, NORMAL_QUANTILE**2
    centre = share + square / (2 * trials)
    spread = NORMAL_QUANTILE * math.sqrt(share * (1 - share) / trials + square / (4 * trials**2))
    return (centre - spread) / (1 + square / trials)


if __name__ == "__main__":
    raise SystemExit(main())
