"""Reading policies: TOML text → `Policy`, every fault at once and each with its line.

`parse_policy(text, name)` reads a policy file, `parse_overrides(entries)` a contract's own lines (SL-0) in the form
of a policy file's `[[targets]]`. Unknown keys are refused: a misspelt condition would silently promise something
else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.policy import CONDITIONS, STOPPED_BY, THRESHOLDS, Policy, Target
from hotline_tui.domain.policy_reader import Reader, place_of
from hotline_tui.domain.toml_lines import Faulty, Path, line_of, load_toml
from hotline_tui.domain.within import Within, parse_within
from hotline_tui.domain.wording import Wording
from hotline_tui.domain.words import HoldReason, Level, Milestone, Role, Trigger

POLICY_KEYS = frozenset(
    {
        "id",
        "title",
        "calendar",
        "wording",
        "complaints_to",
        "out_of_warranty",
        "levels",
        "escalation",
        "thresholds",
        "targets",
    }
)
TARGET_KEYS = frozenset(
    {
        "id",
        "requirement",
        "milestone",
        "within",
        "trigger",
        "counts_from",
        "when",
        "clause",
        "calendar",
        "stopped_by",
        "thresholds",
    }
)
WORDINGS = ("AC", "E")
_REQUIRED_POLICY = ("id", "title", "calendar", "wording", "complaints_to", "out_of_warranty", "levels", "targets")
_REQUIRED_TARGET = ("id", "requirement", "milestone", "within", "clause")


def parse_policy(text: str, name: str = "policy") -> Policy:
    """Read a policy file's text. Raises `Faulty` with every fault and its line."""
    data, lines = load_toml(text, name)
    reader = Reader(lines)
    table = reader.table(data, (), POLICY_KEYS, _REQUIRED_POLICY) or {}
    policy = _policy(reader, table, text)
    if reader.faults or policy is None:
        raise Faulty(name, reader.faults)
    return policy


def _policy(reader: Reader, table: Mapping[str, Any], text: str) -> Policy | None:
    def read(key: str, parse: Callable[[object, Path], Any], default: Any = None) -> Any:
        return parse(table[key], (key,)) if key in table else default

    thresholds = read("thresholds", reader.thresholds, THRESHOLDS)
    wording = table.get("wording")
    if "wording" in table and wording not in WORDINGS:
        reader.choice_fault(wording, ("wording",), WORDINGS)
    values = {
        "id": read("id", reader.text),
        "title": read("title", reader.wording),
        "calendar": read("calendar", reader.text),
        "targets": read("targets", lambda v, p: _targets(reader, v, p, thresholds), ()),
        "levels": read("levels", lambda v, p: _levels(reader, v, p), {}),
        "out_of_warranty": read("out_of_warranty", reader.wording),
        "complaints_to": read("complaints_to", lambda v, p: reader.word(v, p, Role)),
        "escalation": read("escalation", lambda v, p: _escalation(reader, v, p), ()),
    }
    if reader.faults:
        return None
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Policy(**values, wording=str(wording), thresholds=thresholds, text=text, sha256=digest)


def _levels(reader: Reader, value: object, path: Path) -> dict[str, Wording]:
    known = [str(level) for level in Level]
    table = reader.table(value, path, frozenset(known), known) or {}
    return {level: reader.wording(table[level], (*path, level)) for level in known if level in table}


def _escalation(reader: Reader, value: object, path: Path) -> tuple[tuple[int, str], ...]:
    steps: list[tuple[int, str]] = []
    for at, item in reader.items(value, path):
        table = reader.table(item, at, frozenset({"percent", "role"}), ("percent", "role"))
        if not table or "percent" not in table or "role" not in table:
            continue
        role, percent = reader.word(table["role"], (*at, "role"), Role), table["percent"]
        last = steps[-1][0] if steps else 0
        if not isinstance(percent, int) or isinstance(percent, bool) or not last < percent <= 1000:
            reader.fault(
                at, N_("{place}: percent rises from step to step, from more than 0 to 1000."), place=place_of(at)
            )
        elif role is not None:
            steps.append((percent, str(role)))
    return tuple(steps)


def parse_overrides(entries: Sequence[object], name: str = "contract") -> tuple[Target, ...]:
    """A contract's own lines: a list in the form of `[[targets]]`. Raises `Faulty`; `line` is the number of the
    entry."""
    lines: dict[Path, int] = {(): 1} | {("targets", i): i + 1 for i in range(len(entries))}
    reader = Reader(lines)
    targets = _targets(reader, list(entries), ("targets",), THRESHOLDS, own=True)
    if reader.faults:
        raise Faulty(name, reader.faults)
    return targets


def overrides_text(entries: Sequence[object]) -> str:
    """A contract's own lines as the one text that is pinned (`Pin.overrides`); empty when there are none."""
    return json.dumps(list(entries), ensure_ascii=False, sort_keys=True, separators=(",", ":")) if entries else ""


def _targets(
    reader: Reader, value: object, path: Path, thresholds: tuple[int, ...], *, own: bool = False
) -> tuple[Target, ...]:
    targets: list[Target] = []
    seen: set[str] = set()
    for at, item in reader.items(value, path):
        target = _target(reader, item, at, thresholds, own)
        if target is None:
            continue
        if target.id in seen:
            reader.fault((*at, "id"), N_("{place}: the id “{id}” is given twice."), place=place_of(at), id=target.id)
        seen.add(target.id)
        targets.append(target)
    return tuple(targets)


def _target(reader: Reader, item: object, at: Path, thresholds: tuple[int, ...], own: bool) -> Target | None:
    before = len(reader.faults)
    table = reader.table(item, at, TARGET_KEYS, _REQUIRED_TARGET)
    if table is None:
        return None

    def read(key: str, parse: Callable[[object, Path], Any], default: Any = None) -> Any:
        return parse(table[key], (*at, key)) if key in table else default

    milestone = read("milestone", lambda v, p: reader.word(v, p, Milestone))
    values: dict[str, Any] = {
        "id": read("id", reader.text),
        "requirement": read("requirement", reader.text),
        "milestone": milestone,
        "clause": read("clause", reader.wording),
        "triggers": read("trigger", lambda v, p: _triggers(reader, v, p), (Trigger.RECEIVED,)),
        "counts_from": read("counts_from", lambda v, p: reader.word(v, p, Trigger)),
        "when": read("when", lambda v, p: _when(reader, v, p), ()),
        "calendar": read("calendar", reader.text, ""),
        "stopped_by": _stopped_by(reader, table, at, milestone),
        "thresholds": read("thresholds", reader.thresholds, thresholds),
    }
    values |= read("within", lambda v, p: _time(reader, v, p), {})
    if len(reader.faults) > before:
        return None
    return Target(**values, own=own, line=line_of(reader.lines, at))


def _time(reader: Reader, value: object, path: Path) -> dict[str, Any]:
    if value == "promise":
        return {"promised": True}
    if value == "contract":
        return {}
    if not isinstance(value, Mapping):
        return {"within": _within(reader, value, path)}
    known = frozenset(str(level) for level in Level)
    table = reader.table(value, path, known, ()) or {}
    if not table:
        reader.fault(path, N_("{place}: give a time for at least one level."), place=place_of(path))
    return {"by_level": {level: _within(reader, time, (*path, level)) for level, time in table.items()}}


def _within(reader: Reader, value: object, path: Path) -> Within | None:
    try:
        within = parse_within(value)
    except Invalid as fault:
        reader.fault(path, fault.msgid, **fault.params)
        return None
    if within.seconds == 0:
        reader.fault(path, N_("{place}: a time must be longer than nothing."), place=place_of(path))
    return within


def _triggers(reader: Reader, value: object, path: Path) -> tuple[Trigger, ...]:
    entries = reader.items(value, path) if isinstance(value, list) else [(path, value)]
    found = [reader.word(item, at, Trigger) for at, item in entries]
    if not found:
        reader.fault(path, N_("{place}: name at least one."), place=place_of(path))
    return tuple(trigger for trigger in found if trigger is not None)


def _when(reader: Reader, value: object, path: Path) -> tuple[tuple[str, frozenset[str]], ...]:
    table = reader.table(value, path, frozenset(CONDITIONS), ()) or {}
    conditions: list[tuple[str, frozenset[str]]] = []
    for name, wanted in table.items():
        if name not in CONDITIONS:
            continue
        entries = reader.items(wanted, (*path, name)) if isinstance(wanted, list) else [((*path, name), wanted)]
        values = [str(item).lower() if isinstance(item, bool) else item for _, item in entries]
        for item in values:
            if not isinstance(item, str) or item not in CONDITIONS[name]:
                reader.choice_fault(item, (*path, name), sorted(CONDITIONS[name]))
        if not values:
            reader.fault((*path, name), N_("{place}: name at least one."), place=place_of((*path, name)))
        conditions.append((name, frozenset(str(item) for item in values)))
    return tuple(conditions)


def _stopped_by(reader: Reader, table: Mapping[str, Any], at: Path, milestone: Milestone | None) -> frozenset[str]:
    allowed = STOPPED_BY.get(milestone or "", frozenset())
    if "stopped_by" not in table:
        return allowed
    path = (*at, "stopped_by")
    named = [reader.word(item, place, HoldReason) for place, item in reader.items(table["stopped_by"], path)]
    found = frozenset(str(reason) for reason in named if reason is not None)
    if found - allowed:
        reader.fault(
            path,
            N_("{place}: a hold for {reasons} never stops this milestone; a policy may only name fewer."),
            place=place_of(path),
            reasons=", ".join(sorted(found - allowed)),
        )
    return found & allowed
