"""`python -m benchmarks.cost_model results.json`: what a full build of far more messages would take.

Fits time(n) = a * n^b, and the same for disk and memory, to measured builds, group of models by group, by least squares
on logarithms, and prints the figures of larger builds on one machine and on a cluster. An extrapolation, not a
measurement: it holds as long as the build meets nothing new on the way, such as spilling to disk. Does not belong here:
measuring, or prices.

results.json: what `python -m benchmarks --json results.json` wrote, with full builds of two sizes or more. Seconds are
fitted for each group of models, disk and memory for the build as a whole.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

MESSAGES = (10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000)
WITHIN_HOURS = 8.0
WHOLE_BUILD = "whole build"


class MeasurementError(ValueError):
    """The measurements cannot be fitted; the text says why."""


@dataclass(frozen=True)
class Measurement:
    """One group of models, or all, in one build; None where a figure was not measured."""

    group: str
    messages: int
    seconds: float | None = None
    disk_bytes: float | None = None
    memory_bytes: float | None = None


@dataclass(frozen=True)
class PowerLaw:
    """value(n) = factor * n ** exponent. worst_miss: the largest |measured / fitted - 1|."""

    factor: float
    exponent: float
    worst_miss: float

    def at(self, messages: float) -> float:
        return self.factor * math.pow(messages, self.exponent)


@dataclass(frozen=True)
class Costs:
    """The fitted laws of each group."""

    seconds: Mapping[str, PowerLaw]
    disk_bytes: Mapping[str, PowerLaw]
    memory_bytes: Mapping[str, PowerLaw]


@dataclass(frozen=True)
class Estimate:
    """One size: groups run one after the other, so times and disk add up and the hungriest group decides memory."""

    messages: int
    machine_hours: float
    disk_bytes: float
    memory_bytes: float
    worker_hours: float
    workers: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0, or 1 when the measurements cannot be fitted."""
    options = _options(arguments)
    try:
        costs = fit(read(options.measured))
    except (MeasurementError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(fits_table(costs))
    print()
    estimates = [estimate(costs, size, options.spark_ratio, options.within_hours) for size in options.messages]
    print(estimates_table(estimates, options.within_hours))
    return 0


def read(file: Path) -> list[Measurement]:
    """The full builds of a benchmark's results. Raises MeasurementError, OSError."""
    try:
        sizes = json.loads(file.read_text(encoding="utf-8"))["sizes"]
        builds = [(figures["messages"], figures["full"]) for figures in sizes if "full" in figures]
        return [one for build in builds for one in _of_build(*build)]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise MeasurementError(
            f"{file} is not what `python -m benchmarks --json` writes ({error!r}): measure anew into another file."
        ) from error


def _of_build(messages: int, full: Mapping[str, Any]) -> list[Measurement]:
    groups = [Measurement(group, messages, seconds) for group, seconds in full["group_seconds"].items()]
    return [*groups, Measurement(WHOLE_BUILD, messages, None, full["database_bytes"], full["peak_memory_bytes"])]


def fit(measurements: Iterable[Measurement]) -> Costs:
    """The laws of every group. Raises MeasurementError where a group was not measured at two sizes or more."""
    groups: dict[str, list[Measurement]] = {}
    for one in measurements:
        groups.setdefault(one.group, []).append(one)
    if not groups:
        raise MeasurementError("no measurement")
    laws: dict[str, dict[str, PowerLaw]] = {"seconds": {}, "disk_bytes": {}, "memory_bytes": {}}
    for group, rows in groups.items():
        for quantity, found in laws.items():
            pairs = [(row.messages, value) for row in rows if (value := getattr(row, quantity)) is not None]
            if pairs:
                found[group] = power_law(pairs, f"{quantity} of {group}")
    return Costs(laws["seconds"], laws["disk_bytes"], laws["memory_bytes"])


def power_law(pairs: Sequence[tuple[float, float]], what: str = "values") -> PowerLaw:
    """Least squares of log(value) on log(messages). Raises MeasurementError."""
    if any(messages <= 0 or value <= 0 for messages, value in pairs):
        raise MeasurementError(f"{what}: messages and values must be above 0, as a power law has no 0")
    if len({messages for messages, _ in pairs}) < 2:
        raise MeasurementError(f"{what}: at least two sizes are needed")
    sizes, values = (np.log(np.array(column, dtype=float)) for column in zip(*pairs, strict=True))
    (intercept, slope), *_ = np.linalg.lstsq(np.column_stack([np.ones_like(sizes), sizes]), values, rcond=None)
    misses = np.abs(np.exp(values - (intercept + slope * sizes)) - 1)
    return PowerLaw(float(np.exp(intercept)), float(slope), float(misses.max()))


def estimate(costs: Costs, messages: int, spark_ratio: float, within_hours: float = WITHIN_HOURS) -> Estimate:
    """The costs of one full build.

    spark_ratio: worker seconds of a Spark build (wall time times workers) for one second of the DuckDB build of the
    same data. workers: how many end the build within the hours if the work spreads evenly.
    """
    hours = sum(law.at(messages) for law in costs.seconds.values()) / 3600
    worker_hours = hours * spark_ratio
    return Estimate(
        messages=messages,
        machine_hours=hours,
        disk_bytes=sum(law.at(messages) for law in costs.disk_bytes.values()),
        memory_bytes=max((law.at(messages) for law in costs.memory_bytes.values()), default=0.0),
        worker_hours=worker_hours,
        workers=math.ceil(worker_hours / within_hours),
    )


def fits_table(costs: Costs) -> str:
    """The laws as a Markdown table."""
    lines = ["| group | quantity | a | b | worst miss |", "|---|---|---|---|---|"]
    for quantity, laws in (("seconds", costs.seconds), ("disk", costs.disk_bytes), ("memory", costs.memory_bytes)):
        for group, law in laws.items():
            lines.append(f"| {group} | {quantity} | {law.factor:.3g} | {law.exponent:.2f} | {law.worst_miss:.0%} |")
    return "\n".join(lines)


def estimates_table(estimates: Iterable[Estimate], within_hours: float) -> str:
    """The sizes as a Markdown table."""
    lines = [
        "| messages | one machine, h | disk, GB | memory, GB | worker-hours on Spark "
        f"| workers for {within_hours:g} h |",
        "|---|---|---|---|---|---|",
    ]
    for one in estimates:
        lines.append(
            f"| {one.messages:,} | {one.machine_hours:,.1f} | {one.disk_bytes / 1e9:,.0f} | "
            f"{one.memory_bytes / 1e9:,.0f} | {one.worker_hours:,.1f} | {one.workers:,} |"
        )
    return "\n".join(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cost_model", description="Extrapolate measured builds to larger ones."
    )
    parser.add_argument("measured", type=Path, help="results of `python -m benchmarks --json`")
    parser.add_argument("--messages", type=int, nargs="+", default=list(MESSAGES), help="sizes to estimate")
    parser.add_argument(
        "--spark-ratio",
        type=float,
        required=True,
        help="worker seconds of Spark for one second of DuckDB, measured on the same data",
    )
    parser.add_argument("--within-hours", type=float, default=WITHIN_HOURS, help="time in which a cluster is to end")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
