"""The outcome of one check, in the form in which it travels: worker, notes, manifest, alerts.

Imports no Great Expectations: Dagster's process reads these without paying for that import.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

PASSED, WARNED, FAILED, SKIPPED = "passed", "warned", "failed", "skipped"
ERROR, WARNING = "error", "warning"

SUITES_DIR = Path(__file__).parent / "suites"


@dataclass(frozen=True)
class CheckResult:
    """kind: dbt_test, gx or landing; severity: error or warning; status: one of the four above."""

    name: str
    table: str
    kind: str
    severity: str
    status: str
    message: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def status_of(has_passed: bool, severity: str) -> str:
    """passed; else failed for an error, warned for a warning."""
    if has_passed:
        return PASSED
    return FAILED if severity == ERROR else WARNED


def count_by_status(results: Iterable[CheckResult]) -> dict[str, int]:
    """{passed, warned, failed}; skipped checks count nowhere."""
    counts = {PASSED: 0, WARNED: 0, FAILED: 0}
    for result in results:
        if result.status in counts:
            counts[result.status] += 1
    return counts


def suite_names(schema_prefix: str) -> list[str]:
    """Names of the suite modules of a stage, without importing them."""
    return sorted(path.stem for path in SUITES_DIR.glob(f"{schema_prefix}*.py"))
