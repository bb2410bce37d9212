"""Files of tests run beside each other: each process has a dbt target folder of its own."""

from __future__ import annotations

import os

WORKER = os.environ.get("PYTEST_XDIST_WORKER")
if WORKER:
    os.environ["DBT_TARGET_PATH"] = f"target/{WORKER}"
