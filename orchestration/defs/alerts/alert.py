"""What an alert is and where it goes."""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

log = logging.getLogger("empathy.alerts")

CRITICAL, WARNING = "critical", "warning"
WEBHOOK_TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Alert:
    """time: UTC, ISO; severity: critical (the run stopped) or warning; check: what found it."""

    time: str
    severity: str
    owner: str
    table: str
    check: str
    message: str
    run_id: str

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.run_id, self.table, self.check


def raise_alerts(alerts: Iterable[Alert], alerts_file: Path, webhook: str | None = None) -> list[Alert]:
    """Write, log and send each alert that is not in the file yet; gives those that were new.

    A run that is looked at twice (by its own command line and by the daemon) alerts once.
    """
    known = {alert.identity for alert in read_alerts(alerts_file)}
    fresh = [alert for alert in alerts if alert.identity not in known]
    if not fresh:
        return []
    alerts_file.parent.mkdir(parents=True, exist_ok=True)
    with alerts_file.open("a", encoding="utf-8") as file:
        for alert in fresh:
            file.write(json.dumps(asdict(alert)) + "\n")
    for alert in fresh:
        level = logging.ERROR if alert.severity == CRITICAL else logging.WARNING
        log.log(level, "%s · %s · %s", alert.owner, alert.table, alert.message)
        if webhook:
            _send(alert, webhook)
    return fresh


def read_alerts(alerts_file: Path) -> list[Alert]:
    """All alerts of the file, oldest first."""
    if not alerts_file.exists():
        return []
    lines = alerts_file.read_text(encoding="utf-8").splitlines()
    return [Alert(**json.loads(line)) for line in lines if line.strip()]


def _send(alert: Alert, webhook: str) -> None:
    body = json.dumps({"text": f"{alert.severity}: {alert.message}", **asdict(alert)}).encode()
    request = urllib.request.Request(webhook, data=body, headers={"Content-Type": "application/json"})
    try:
        urllib.request.urlopen(request, timeout=WEBHOOK_TIMEOUT_SECONDS).close()
    except (urllib.error.URLError, TimeoutError) as error:
        # The file has the alert; a deaf receiver must not hide it or fail the run.
        log.warning("the alert webhook cannot be reached: %s", error)
