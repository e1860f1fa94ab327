"""Reading calendar files: TOML text → `CalendarSpec`, every fault at once and each with its line."""

from __future__ import annotations

import re

from hotline_tui.domain.calendar_spec import CalendarSpec, parse_calendar
from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.toml_lines import Fault, Faulty, Path, line_of, load_toml

_PART = re.compile(r"[^.\[\]]+")


def read_calendar(text: str, name: str, *, default_id: str = "") -> CalendarSpec:
    """Read a calendar file's text. Raises `Faulty` with every fault and its line."""
    data, lines = load_toml(text, name)
    found: list[Invalid] = []
    spec = parse_calendar(data, default_id=default_id, found=found)
    if found:
        raise Faulty(name, [Fault(line_of(lines, _path(fault)), fault.msgid, fault.params) for fault in found])
    return spec


def _path(fault: Invalid) -> Path:
    """The place it names, `holidays[2]` → ("holidays", 1): people count from 1."""
    place = str(fault.params.get("place") or fault.params.get("key", ""))
    path: Path = tuple(int(part) - 1 if part.isdigit() else part for part in _PART.findall(place))
    return (*path, str(fault.params["key"])) if "place" in fault.params and "key" in fault.params else path
