"""Takes the README's pictures of the dashboard page and the report from a published folder.

    python docs/take_screenshots.py data/published

Starts the page on a free loopback port, drives a local Chromium, and writes docs/images/dashboard.png and
docs/images/report.png. Colours are reduced to a palette, because pictures in a repository are paid for by each clone.
"""

from __future__ import annotations

import argparse
import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
IMAGES = PROJECT / "docs" / "images"
LARGEST_BYTES = 300_000
WIDTH, HEIGHT = 1360, 1180
START_SECONDS = 60
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def served_page(published: Path) -> Iterator[str]:
    """The address of the dashboard page, served for the published folder until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    environment = os.environ | {"EMPATHY_PUBLISH_DIR": str(published)}
    server = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/"
        _wait_for(f"{address}_stcore/health", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"The page's server stopped with status {server.returncode}.")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(f"The page's server did not answer within {START_SECONDS} s.")


def picture(browser: Browser, address: str, ready: str) -> bytes:
    """A PNG of the first screens of a page, taken when the JavaScript condition `ready` holds."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.goto(address)
    page.wait_for_function(ready, timeout=START_SECONDS * 1000)
    page.wait_for_timeout(1500)
    taken = page.screenshot()
    page.close()
    return taken


def saved(png: bytes, target: Path) -> Path:
    """Writes the picture with a palette of 256 colours. Raises ValueError when it is still too large."""
    target.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    size = target.stat().st_size
    if size > LARGEST_BYTES:
        raise ValueError(f"{target} has {size} bytes, more than {LARGEST_BYTES}.")
    return target


def main() -> None:
    """Takes both pictures and says where they are."""
    options = argparse.ArgumentParser(description="Takes the README's pictures of the page and the report.")
    options.add_argument("published", type=Path, help="a published folder, with its link `current`")
    options.add_argument("--chromium", default="/usr/bin/chromium", help="the browser to drive")
    options.add_argument("--images", type=Path, default=IMAGES, help="where the pictures go")
    chosen = options.parse_args()
    published = chosen.published.resolve()
    report = (published / "current" / "report" / "index.html").resolve(strict=True)
    with sync_playwright() as playwright, served_page(published) as address:
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=FLAGS)
        pictures = {
            "dashboard.png": picture(browser, address, "document.querySelector('.ew .facts') !== null"),
            "report.png": picture(
                browser,
                report.as_uri(),
                "[...document.querySelectorAll('.chart')].every(e => e.dataset.drawn === 'yes')",
            ),
        }
        browser.close()
    for name, png in pictures.items():
        target = saved(png, chosen.images / name)
        print(f"{target}: {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
