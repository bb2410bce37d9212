"""`python -m benchmarks.publish`: package the warehouse that the environment names and make it current.

Only for measuring: the notes of checks are written empty, so nothing that it publishes is for readers. Does not belong
here: how a build is published; that is orchestration/defs/publish.
"""

from __future__ import annotations

import json
import time

from orchestration.defs.publish.builds import make_current
from orchestration.defs.publish.package import new_build_id, package
from orchestration.notes import CHECK_STAGES, Notes
from orchestration.settings import load_settings


def main() -> int:
    """Publish and print the seconds as one line of JSON."""
    settings = load_settings()
    notes = Notes(settings.notes_dir)
    notes.begin("benchmark")
    for stage in CHECK_STAGES:
        notes.write_checks(stage, [])
    settings.publish_dir.mkdir(parents=True, exist_ok=True)
    build_id = new_build_id()
    started = time.perf_counter()
    folder, _ = package(settings, notes, build_id)
    packaged = time.perf_counter()
    make_current(settings.publish_dir, folder, build_id)
    print(
        json.dumps(
            {
                "seconds": round(time.perf_counter() - started, 3),
                "package_seconds": round(packaged - started, 3),
                "swap_seconds": round(time.perf_counter() - packaged, 4),
            }
        )
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
