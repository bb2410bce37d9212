"""The page and the report in a real browser: drawn, quiet, nothing asked of another host."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import dashboard_build
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dashboard import data
from dashboard.report import build_report

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES = {"wide": (1360, 860), "phone": (390, 844)}
MILLISECONDS = 60_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        told = f"NO BROWSER: {CHROMIUM} is missing, so the page and the report were NOT looked at"
        if os.environ.get("CI") == "true":
            pytest.fail(told)
        pytest.skip(told)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("published")
    folder = dashboard_build.write_build(root)
    manifest = data.read_manifest(folder / "manifest.json")
    build_report(folder / "empathy.duckdb", folder / "report", manifest)
    return root


@pytest.fixture(scope="module")
def app_address(browser: Browser, published: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    environment = os.environ | {data.PUBLISH_DIR_VARIABLE: str(published)}
    server = subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(f"http://localhost:{port}/_stcore/health", server)
        yield f"http://localhost:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_healthy(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "the page's server stopped"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the page's server did not start within 60 s")


class Watched:
    """A browser page that notes what went wrong and which hosts were asked."""

    def __init__(self, browser: Browser, size: str) -> None:
        width, height = SIZES[size]
        self.page: Page = browser.new_page(viewport={"width": width, "height": height})
        self.width = width
        self.problems: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self._note_request(request.url))
        self.page.on("websocket", lambda socket: self._note_request(socket.url))

    def _note_console(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.problems.append(str(getattr(message, "text", "")))

    def _note_request(self, address: str) -> None:
        asked = urlparse(address)
        if asked.scheme not in {"data", "blob", "file"}:
            self.hosts.add(asked.hostname or "")

    def assert_quiet(self) -> None:
        assert self.problems == []
        assert self.hosts <= {"localhost", "127.0.0.1"}
        scroll = self.page.evaluate("document.documentElement.scrollWidth")
        assert scroll <= self.width, "the page scrolls sideways"


@pytest.mark.parametrize("size", list(SIZES))
def test_report_is_drawn_from_its_folder(browser: Browser, published: Path, size: str) -> None:
    watched = Watched(browser, size)
    watched.page.goto((published / "current" / "report" / "index.html").resolve().as_uri())
    watched.page.wait_for_function(
        "[...document.querySelectorAll('.chart')].every(e => e.dataset.drawn === 'yes')",
        timeout=MILLISECONDS,
    )
    assert watched.page.locator(".chart svg").count() == 8
    for box in watched.page.locator(".chart svg").all():
        drawn = box.bounding_box()
        assert drawn is not None
        assert drawn["width"] > 200
        assert drawn["x"] + drawn["width"] <= watched.width
    assert watched.hosts == set()
    watched.assert_quiet()
    watched.page.close()


@pytest.mark.parametrize("size", list(SIZES))
def test_page_is_drawn(browser: Browser, app_address: str, size: str) -> None:
    watched = Watched(browser, size)
    watched.page.goto(app_address)
    watched.page.wait_for_selector(".ew .facts", timeout=MILLISECONDS)
    charts = watched.page.locator('[data-testid="stVegaLiteChart"] canvas, [data-testid="stVegaLiteChart"] svg')
    charts.nth(7).wait_for(timeout=MILLISECONDS)
    assert watched.page.locator('[data-testid="stVegaLiteChart"]').count() == 8
    for chart in watched.page.locator('[data-testid="stVegaLiteChart"]').all():
        assert chart.get_attribute("aria-label")
    assert watched.page.locator('[data-testid="stException"]').count() == 0
    watched.assert_quiet()
    watched.page.close()


def test_link_opens_the_chosen_scope(browser: Browser, app_address: str) -> None:
    watched = Watched(browser, "wide")
    watched.page.goto(f"{app_address}?segment=Public+sector")
    watched.page.get_by_text("Not published", exact=True).wait_for(timeout=MILLISECONDS)
    watched.assert_quiet()
    watched.page.close()


def test_answers_are_on_the_first_screen(browser: Browser, app_address: str) -> None:
    watched = Watched(browser, "wide")
    watched.page.goto(app_address)
    watched.page.wait_for_selector(".ew .facts", timeout=MILLISECONDS)
    asked = [
        "How are we doing?",
        "How sure are we?",
        "What is missing?",
        "Where is it worst?",
        "What changed?",
    ]
    for question in asked:
        place = watched.page.get_by_text(question, exact=True).bounding_box()
        assert place is not None
        assert place["y"] + 60 < SIZES["wide"][1], question
    watched.page.close()
