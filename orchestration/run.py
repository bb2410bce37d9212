"""`python -m orchestration.run`: one refresh as Dagster executes it, told in a few lines.

Everything that Dagster, dbt and Great Expectations print goes to the log folder.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from orchestration import progress
from orchestration.defs.quality.client import CheckProcess
from orchestration.settings import PROJECT_DIR, Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from orchestration.summary import Outcome

DEMO_MESSAGES = 30_000
DEMO_SEED = 7


def main() -> int:
    """Exit status: 0 when published, 1 when anything failed."""
    started = time.perf_counter()
    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    _prepare_dagster_home(settings)
    settings.log_dir.mkdir(parents=True, exist_ok=True)
    log_file = settings.log_dir / f"run-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.log"
    with _only_own_lines(log_file) as out:
        progress.listen(lambda line: _say(out, line, started))
        from orchestration.summary import failure_text, success_text

        try:
            outcome = _refresh(settings, started)
        except Exception as error:
            logging.getLogger("empathy").exception("the refresh could not be executed")
            print(failure_text(settings, [str(error)], log_file), file=out)
            return 1
        seconds = time.perf_counter() - started
        if outcome.is_success:
            print(success_text(settings, outcome, seconds, log_file), file=out)
            return 0
        print(failure_text(settings, outcome.messages, log_file), file=out)
        return 1


def _refresh(settings: Settings, started: float) -> Outcome:
    _ensure_raw_zone(settings)
    # Importing Great Expectations takes longest: it starts first, in its own process.
    from orchestration.resources import check_process

    checks: CheckProcess = check_process()
    checks.start()
    progress.say("prepare   Dagster and dbt")
    import dagster as dg

    from orchestration.definitions import defs
    from orchestration.defs.alerts.alert import CRITICAL, raise_alerts
    from orchestration.defs.alerts.from_run import (
        alerts_of_run,
        dbt_results_of_run,
        owners_by_asset,
    )
    from orchestration.defs.schedules.refresh import REFRESH
    from orchestration.notes import Notes
    from orchestration.summary import Outcome

    notes = Notes(settings.notes_dir)
    start_up = time.perf_counter() - started
    try:
        # In memory: writing some hundred events to Dagster's own database takes longer than building the models. Runs
        # started by `dagster dev` keep their history there; this one is told in manifest.json.
        with dg.DagsterInstance.ephemeral() as instance:
            result = defs.resolve_job_def(REFRESH).execute_in_process(instance=instance, raise_on_error=False)
            owners = owners_by_asset(defs.resolve_all_asset_specs())
            dbt_results = dbt_results_of_run(notes, result.run_id)
            alerts = alerts_of_run(instance, result.run_id, owners, dbt_results)
    finally:
        checks.stop()
    raise_alerts(alerts, settings.alerts_file, settings.alert_webhook)
    failures = [alert.message for alert in alerts if alert.severity == CRITICAL]
    return Outcome(result.success, _without_repetition(failures), notes, start_up)


def _without_repetition(messages: Sequence[str]) -> tuple[str, ...]:
    """A failed step lists its failed tests, which have messages of their own."""
    distinct = dict.fromkeys(messages)
    return tuple(one for one in distinct if not any(one in other for other in distinct if other != one))


def _ensure_raw_zone(settings: Settings) -> None:
    """Write the demo when nobody named a raw zone and the default one is empty."""
    if settings.is_raw_dir_given or (settings.raw_dir.is_dir() and any(settings.raw_dir.iterdir())):
        return
    progress.say(f"demo      no raw zone given: writing one to {settings.raw_dir}")
    from demo.__main__ import write

    write(settings.raw_dir, DEMO_MESSAGES, DEMO_SEED)


def _prepare_dagster_home(settings: Settings) -> None:
    home = Path(os.environ.setdefault("DAGSTER_HOME", str(settings.data_dir / "dagster")))
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "dagster.yaml").exists():
        shutil.copy(PROJECT_DIR / "orchestration" / "dagster.yaml", home / "dagster.yaml")


@contextmanager
def _only_own_lines(log_file: Path) -> Iterator[TextIO]:
    """Send what this process and its children print to the log; gives the real standard output."""
    sys.stdout.flush()
    sys.stderr.flush()
    real_out, real_err = os.dup(1), os.dup(2)
    with log_file.open("w") as log, os.fdopen(os.dup(real_out), "w", buffering=1) as out:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        try:
            yield out
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os.dup2(real_out, 1)
            os.dup2(real_err, 2)
            os.close(real_out)
            os.close(real_err)


def _say(out: TextIO, line: str, started: float) -> None:
    print(f"{time.perf_counter() - started:6.1f} s  {line}", file=out)


if __name__ == "__main__":
    raise SystemExit(main())
