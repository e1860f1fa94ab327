"""Where the packaged data lives: inside the wheel, or beside the package in a source tree."""

from __future__ import annotations

from pathlib import Path


def data_root() -> Path:
    """The folder that holds policies/, playbooks/, calendars/ and demo/."""
    packaged = Path(__file__).parent / "data"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "data"
