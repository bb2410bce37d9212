"""The published builds: which is current, how another becomes it, how old ones go."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from pathlib import Path
from typing import Any

CURRENT = "current"
BUILDS_KEPT = 5
BUILD_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
PARTIAL = re.compile(r"\.\d{8}T\d{6}Z-[0-9a-f]{6}\.partial")


def current_build(publish_dir: Path) -> str | None:
    """Id of the build that readers see now; None before the first."""
    link = publish_dir / CURRENT
    return str(link.readlink()) if link.is_symlink() else None


def current_manifest(publish_dir: Path) -> dict[str, Any] | None:
    """Manifest of the build that readers see now; None before the first."""
    file = publish_dir / CURRENT / "manifest.json"
    if not file.exists():
        return None
    manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return manifest


def make_current(publish_dir: Path, partial: Path, build_id: str) -> Path:
    """Give the finished folder its name, point `current` to it, remove builds beyond the last five.

    The link is replaced in one step: a reader sees the old build or the new one, never none. A
    reader that holds an old file open keeps reading it.
    """
    link = publish_dir / CURRENT
    if link.exists() and not link.is_symlink():
        raise FileExistsError(f"{link} is a file or folder, but has to be a symbolic link: move it away, run again.")
    build = publish_dir / build_id
    partial.rename(build)
    # Replacing a symbolic link is atomic, creating one over another is not possible.
    fresh = publish_dir / f".{CURRENT}.{secrets.token_hex(3)}"
    fresh.symlink_to(build_id)
    fresh.replace(link)
    prune(publish_dir)
    return build


def prune(publish_dir: Path, keep: int = BUILDS_KEPT) -> list[str]:
    """Remove all builds but the current one and the newest others, `keep` in all, and unfinished folders."""
    current = current_build(publish_dir)
    builds = sorted(path.name for path in publish_dir.iterdir() if BUILD_ID.fullmatch(path.name))
    # The current build is counted by its link, not by its name: builds of one second have no order.
    others = [name for name in builds if name != current]
    removed = others[: max(len(builds) - keep, 0)]
    removed += [path.name for path in publish_dir.iterdir() if PARTIAL.fullmatch(path.name)]
    for name in removed:
        shutil.rmtree(publish_dir / name)
    return removed
