"""`hotline policy …`: check files, explain promises, try scenarios, load versions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hotline_tui.domain.calendar_spec import CalendarSpec, make_calendar
from hotline_tui.domain.calendar_text import read_calendar
from hotline_tui.domain.errors import N_, HotlineError, Invalid
from hotline_tui.domain.policy import Policy, Target
from hotline_tui.domain.policy_text import parse_policy
from hotline_tui.domain.toml_lines import Faulty, load_toml
from hotline_tui.domain.trying import Catalogue, try_line, try_scenario
from hotline_tui.domain.within import Within
from hotline_tui.domain.wording import Wording
from hotline_tui.domain.words import ThingKind
from hotline_tui.locale import _, language, ngettext
from hotline_tui.locale.errors import sentence, translate_error
from hotline_tui.locale.words import label
from hotline_tui.resources import data_root

from .clock import now
from .faults import FOUND, INVALID, say_json


def shipped(folder: str) -> list[Path]:
    """The files that come with the program."""
    return sorted((data_root() / folder).glob("*.toml"))


def catalogue() -> Catalogue:
    """Shipped policies and calendars by id."""
    policies = [parse_policy(_text(path), path.name) for path in shipped("policies")]
    calendars = {path.stem: _calendar(path) for path in shipped("calendars")}
    return Catalogue({policy.id: policy for policy in policies}, calendars)


def _calendar(path: Path) -> CalendarSpec:
    return read_calendar(_text(path), path.name, default_id=path.stem)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Invalid(N_("{file} can't be read: {why}."), file=str(path), why=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise Invalid(N_("{file} is not UTF-8 text. Save it as UTF-8."), file=str(path)) from error


def _is_calendar(path: Path) -> bool:
    """A calendar's file has neither targets nor levels."""
    data, _lines = load_toml(_text(path), path.name)
    return "targets" not in data and "levels" not in data and ("hours" in data or "timezone" in data)


def check(what: str, *, as_json: bool) -> None:
    """Exits with 1 when a file has a fault; each fault is a line `file:line: sentence`."""
    paths = [*shipped("calendars"), *shipped("policies")] if what == "all" else [Path(what)]
    results = [(path, list(_faults(path))) for path in paths]
    if as_json:
        say_json(
            [
                {"file": path.name, "faults": [{"line": line, "error": words} for line, words in faults]}
                for path, faults in results
            ]
        )
    else:
        for path, faults in results:
            _tell_faults(path, faults)
            if not faults:
                print(_("{file}: fine").format(file=path.name))
    if any(faults for _path, faults in results):
        raise SystemExit(FOUND)


def _tell_faults(path: Path, faults: list[tuple[int, str]]) -> None:
    for line, words in faults:
        print(f"{path.name}:{line}: {words}" if line else words, file=sys.stderr)


def _faults(path: Path) -> Iterator[tuple[int, str]]:
    try:
        if _is_calendar(path):
            make_calendar(_calendar(path), now().year - 1, now().year + 2)
        else:
            policy = parse_policy(_text(path), path.name)
            known = {one.stem for one in shipped("calendars")}
            known |= {one.stem for one in path.parent.glob("*.toml")}
            for name in policy.calendars:
                if name not in known:
                    yield 0, _("{file}: calendar “{calendar}” is not there.").format(file=path.name, calendar=name)
    except Faulty as faulty:
        for fault in faulty.faults:
            yield fault.line, sentence(fault.msgid, fault.params)
    except HotlineError as error:
        yield 0, translate_error(error)


def explain_policy(
    name: str,
    *,
    level: str | None,
    fault: str | None,
    region: str,
    warranty: str,
    start: str | None,
    as_json: bool,
) -> None:
    """What a policy promises, in words; with a level what would be due and why."""
    known = catalogue()
    policy = known.policies.get(name)
    if policy is None:
        path = Path(name)
        if not path.exists():
            raise Invalid(
                N_("There is no policy “{policy}”; known are: {known}."),
                policy=name,
                known=", ".join(sorted(known.policies)),
            )
        policy = parse_policy(_text(path), path.name)
        known = Catalogue({**known.policies, policy.id: policy}, known.calendars)
    if level is None:
        _tell_policy(policy, as_json=as_json)
        return
    scenario: dict[str, Any] = {
        "policy": policy.id,
        "level": level,
        "region": region,
        "warranty": warranty,
        "start": start or now().isoformat(timespec="seconds"),
    }
    scenario |= {"fault": fault} if fault else {}
    result = try_scenario(scenario, known, str if as_json else lambda line: sentence(line.msgid, line.texts()))
    if as_json:
        say_json(result)
        return
    for clock in result["clocks"]:
        print(f"{label(clock['milestone'], 'Milestone')}  {clock['requirement']}  {clock['due'] or '–'}")
        for line in clock["explain"]:
            print(f"    {line}")


def _tell_policy(policy: Policy, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "id": policy.id,
                "title": _said(policy.title),
                "calendar": policy.calendar,
                "sha256": policy.sha256,
                "targets": [_target(target) for target in policy.targets],
                "out_of_warranty": _said(policy.out_of_warranty),
            }
        )
        return
    print(f"{policy.id}: {_said(policy.title)}")
    print(_("Calendar: {calendar}").format(calendar=policy.calendar))
    for target in policy.targets:
        print(f"{target.requirement}  {label(target.milestone, 'Milestone')}  {_time(target)}  {_said(target.clause)}")
    print(_("Out of warranty: {charge}").format(charge=_said(policy.out_of_warranty)))


def _said(wording: Wording) -> str:
    return wording.en if language() == "en" else wording.zh


def _time(target: Target) -> str:
    if target.by_level:
        return ", ".join(f"{level} {_length(within)}" for level, within in target.by_level.items())
    if target.promised:
        return _("by promise")
    return _length(target.within) if target.within else _("as contracted")


def _length(within: Within) -> str:
    """`5m`, `4h` as contracts write it; the other shapes in words."""
    if within.same_day:
        return _("the same day")
    if not within.working_days:
        return str(within)
    words = (
        ngettext("{days} working day, until closing", "{days} working days, until closing", within.working_days)
        if within.at_close
        else ngettext("{days} working day", "{days} working days", within.working_days)
    )
    return words.format(days=within.working_days)


def _target(target: Target) -> dict[str, Any]:
    return {
        "id": target.id,
        "requirement": target.requirement,
        "milestone": str(target.milestone),
        "time": _time(target),
        "triggers": [str(trigger) for trigger in target.triggers],
        "when": {name: sorted(values) for name, values in target.when},
        "clause": _said(target.clause),
    }


def try_file(file: str) -> None:
    """One result a line, errors too; an empty line stays empty, so that lines correspond."""
    known = catalogue()
    try:
        source = sys.stdin if file == "-" else Path(file).open(encoding="utf-8-sig", errors="replace")  # noqa: SIM115
    except OSError as error:
        raise Invalid(N_("{file} can't be read: {why}."), file=file, why=error.strerror or str(error)) from error
    with source:
        for line in source:
            if line.strip():
                print(json.dumps(try_line(line, known), ensure_ascii=False), flush=file == "-")


def load(file: Path, *, database_url: str | None, config: Path | None) -> None:
    """A new version of the file's policy or calendar, in force from now on for what is received from now on."""
    from hotline_tui.services.policies import load_file

    from .desk import opened

    faults = list(_faults(file))
    if faults:
        _tell_faults(file, faults)
        raise SystemExit(INVALID)
    thing = ThingKind.CALENDAR if _is_calendar(file) else ThingKind.POLICY
    with opened(database_url, config) as desk:
        place = desk.place
        result = load_file(desk.store, thing, file, desk.now, actor=place.operator, desk=place.desk)
    if result.value("existing"):
        print(_("This version is in force already."))
    else:
        print(
            _("{file} is in force from now on. Open tickets keep their version until it is adopted.").format(file=file)
        )
