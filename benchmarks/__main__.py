"""`make bench`: model time of a full build against the time to read the raw zone once and write it as tables.

Both are measured in the same run on the same files, so the ratio can be compared between machines. Does not belong
here: tests of speed; a timed assertion would fail on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

import duckdb

from demo.__main__ import write
from orchestration.defs.landing.contract import load_contract
from orchestration.defs.landing.land import land
from orchestration.settings import PROJECT_DIR

SEED = 7
HEADER = f"{'messages':>10} {'limit s':>9} {'models s':>9} {'ratio':>7} {'dbt in all s':>13}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per size; exit status 1 when a build fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--messages", type=int, nargs="+", default=[30_000, 100_000, 300_000])
    sizes = parser.parse_args(arguments).messages
    print(HEADER)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            raw = Path(folder) / "raw"
            with redirect_stdout(sys.stderr):
                write(raw, size, SEED)
            limit = read_and_write_seconds(raw, Path(folder) / "limit.duckdb")
            models, everything = build_seconds(raw, Path(folder))
            print(f"{size:>10,} {limit:>9.2f} {models:>9.2f} {models / limit:>7.1f} {everything:>13.1f}", flush=True)
    return 0


def read_and_write_seconds(raw: Path, database: Path) -> float:
    """Seconds to read every raw file once and write it as a table: what no build of these tables can do without."""
    started = time.perf_counter()
    with duckdb.connect(str(database)) as connection:
        for file in sorted(raw.glob("*/*.parquet")):
            connection.execute(
                f'create table "{file.parent.name}_{file.stem}" as select * from read_parquet(?)', [str(file)]
            )
    return time.perf_counter() - started


def build_seconds(raw: Path, folder: Path) -> tuple[float, float]:
    """Seconds in which models and seeds were built, and seconds of the whole dbt command.

    Raises subprocess.CalledProcessError with dbt's output when the build fails.
    """
    warehouse, target = folder / "warehouse.duckdb", folder / "target"
    land(warehouse, raw, load_contract(PROJECT_DIR / "models"))
    started = time.perf_counter()
    subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"),
            *("--quiet", "build", "--resource-type", "seed", "--resource-type", "model"),
            *("--target-path", str(target), "--log-path", str(folder / "logs")),
        ],
        cwd=PROJECT_DIR,
        env={**os.environ, "EMPATHY_WAREHOUSE": str(warehouse), "DBT_PROFILES_DIR": "profiles"},
        check=True,
    )
    everything = time.perf_counter() - started
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    return float(results["elapsed_time"]), everything


if __name__ == "__main__":
    raise SystemExit(main())
