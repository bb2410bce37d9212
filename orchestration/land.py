"""`python -m orchestration.land`: lands the raw zone for people who then work with dbt alone."""

from __future__ import annotations

import sys

from orchestration.defs.landing.contract import load_contract
from orchestration.defs.landing.land import land
from orchestration.defs.landing.problems import LandingError
from orchestration.settings import SettingsError, load_settings


def main() -> int:
    """Exit status: 0 when landed, 1 with every problem on standard error."""
    try:
        settings = load_settings()
        contract = load_contract(settings.project_dir / "models")
        report = land(settings.warehouse, settings.raw_dir, contract)
    except (SettingsError, LandingError) as error:
        print(error, file=sys.stderr)
        return 1
    for table in report.tables:
        print(f"{table.label:<40} {table.rows:>12,} rows  {table.form}")
    for warning in report.warnings:
        print(f"warning: {warning}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
