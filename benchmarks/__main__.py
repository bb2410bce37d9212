"""`make bench`: what a build takes at several sizes, and how far that is from what no build can do without.

Every size is measured in the same run on the same machine, so that the ratios can be compared between machines. Does
not belong here: tests of speed; a timed assertion would fail on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import build, zone
from benchmarks.measure import say
from benchmarks.report import markdown
from orchestration.defs.landing.contract import Contract, load_contract
from orchestration.settings import PROJECT_DIR

SIZES = (100_000, 1_000_000, 5_000_000)
PARTS = ("full", "day", "late")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the tables, or print those of an earlier run; exit status 1 when a build fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--messages", type=int, nargs="+", default=list(SIZES), help="sizes, in messages")
    parser.add_argument("--folder", type=Path, help="keeps the raw zones for the next time (default: a temporary one)")
    parser.add_argument("--json", type=Path, help="file for the results, written after every step")
    parser.add_argument("--memory-limit", default="6GB", help="what DuckDB may take (default 6GB)")
    parser.add_argument("--threads", type=int, default=4, help="models at a time (default 4)")
    parser.add_argument(
        "--parts",
        nargs="+",
        choices=PARTS,
        default=list(PARTS),
        help="what to measure (default all); the rest stays as the results file has it",
    )
    parser.add_argument("--render", type=Path, metavar="FILE", help="only print the tables of these results")
    given = parser.parse_args(arguments)
    if given.render:
        print(markdown(json.loads(given.render.read_text(encoding="utf-8"))))
        return 0
    results = results_so_far(given.json) if given.json and given.json.exists() else {"sizes": []}
    results |= {
        "machine": machine(),
        "memory_limit": given.memory_limit,
        "seed": zone.SEED,
        "late_days": zone.LATE_DAYS,
        "held_back_percent": zone.HELD_BACK_PERCENT,
    }
    # Of other work: what a later size sees is the load of the size before.
    load_average = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder.resolve() if given.folder else Path(temporary)
        for messages in given.messages:
            figures = figures_of(results, messages)
            figures["load_average"] = load_average
            for _ in measure_size(figures, folder, messages, given.memory_limit, given.threads, given.parts):
                if given.json:
                    given.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(markdown(results))
    return 0


def results_so_far(file: Path) -> dict[str, Any]:
    """The results of an earlier run; what is measured now goes in their place, the rest stays.

    Raises ValueError when they are of another machine or other versions: such figures do not stand in one table.
    """
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if content["machine"] != machine():
        raise ValueError(f"{file} was measured on another machine or with other versions: name another file.")
    return content


def figures_of(results: dict[str, Any], messages: int) -> dict[str, Any]:
    """The figures of one size in the results, empty ones when it has none yet."""
    for figures in results["sizes"]:
        if figures["messages"] == messages:
            found: dict[str, Any] = figures
            return found
    added: dict[str, Any] = {"messages": messages}
    results["sizes"].append(added)
    return added


def measure_size(
    figures: dict[str, Any], folder: Path, messages: int, memory_limit: str, threads: int, parts: Sequence[str]
) -> Iterator[None]:
    """Fill in the figures of one size, step by step. Raises CommandFailedError."""
    contract = load_contract(PROJECT_DIR / "models")
    raw, builds = folder / f"raw-{messages}", folder / f"builds-{messages}"
    figures["threads"] = threads
    say(f"{messages:,} messages: raw zone")
    zone.generate(raw, messages, sys.stderr)
    days = zone.arrival_days(raw, contract)
    figures["raw"] = {
        "rows": zone.row_count(raw),
        "bytes": sum(file.stat().st_size for file in zone.files_of(raw).values()),
        "days": days.count,
        "first_day": f"{days.first:%Y-%m-%d}",
        "last_day": f"{days.last:%Y-%m-%d}",
    }
    yield
    if "full" in parts:
        yield from _measure_full(figures, build.Place(raw, _emptied(builds / "full"), memory_limit, threads))
        shutil.rmtree(builds / "full")
    for name, rule in (("day", zone.last_day(days)), ("late", zone.late_days(days))):
        if name in parts:
            place = build.Place(builds / name / "raw", _emptied(builds / name), memory_limit, threads)
            yield from _measure_second_delivery(figures, name, place, raw, contract, rule)
            shutil.rmtree(builds / name)


def _measure_full(figures: dict[str, Any], place: build.Place) -> Iterator[None]:
    messages = f"{figures['messages']:,} messages"
    say(f"{messages}: full build")
    figures["full"] = build.build(place, "full build")
    figures["full"]["mart_rows"] = build.mart_rows(place.warehouse)
    yield
    say(f"{messages}: limit")
    figures["limit"] = build.limit(place)
    yield
    say(f"{messages}: publish")
    figures["publish"] = build.publish(place)
    yield
    say(f"{messages}: profiles of the slowest models")
    figures["slowest"] = build.slowest_models(place, build.run_results(place.target))
    yield


def _measure_second_delivery(
    figures: dict[str, Any], name: str, place: build.Place, raw: Path, contract: Contract, rule: zone.Rule
) -> Iterator[None]:
    """Build what came first, then what came second on top of it."""
    title = f"{figures['messages']:,} messages: {name}"
    say(f"{title}, first delivery")
    measured: dict[str, Any] = {"first_rows": zone.deliver_first(raw, place.raw, contract, rule)}
    measured["first"] = build.build(place, f"{name}, first delivery")
    say(f"{title}, second delivery")
    measured["second_rows"] = zone.deliver_second(raw, place.raw, contract, rule)
    measured["second"] = build.build(place, f"{name}, second delivery")
    full_rows = figures.get("full", {}).get("mart_rows", {})
    rows = build.mart_rows(place.warehouse)
    if full_rows:
        measured["differing_marts"] = sorted(mart for mart in full_rows if rows.get(mart) != full_rows[mart])
    figures[name] = measured
    yield


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def machine() -> dict[str, Any]:
    """What the figures depend on: processors, memory, versions."""
    return {
        "cores": os.cpu_count(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "duckdb": version("duckdb"),
        "dbt": version("dbt-core"),
        "dbt_duckdb": version("dbt-duckdb"),
    }


if __name__ == "__main__":
    sys.exit(main())
