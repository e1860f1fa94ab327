"""`hotline verify`, `backup`, `restore`, `doctor`: keeping the desk sound."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import tzinfo
from pathlib import Path

from hotline_tui import doctor
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.text import plain
from hotline_tui.locale import _, ngettext
from hotline_tui.locale.dates import moment, number
from hotline_tui.services.verify import Difference, Report, verify
from hotline_tui.store import backup
from hotline_tui.store.chains import Fault
from hotline_tui.store.engine import open_store

from .clock import now
from .desk import opened, settings_for
from .faults import FOUND, say_json
from .printing import progress

_MOST_SHOWN = 50


def verify_desk(*, as_json: bool, database_url: str | None, config: Path | None) -> None:
    """Exits with 1 when anything is not as the record says."""
    with opened(database_url, config) as desk:
        report = verify(desk.store, desk.now)
        zone = desk.zone
    if as_json:
        say_json(asdict(report) | {"clean": report.clean})
    else:
        _tell(report, zone)
    if not report.clean:
        raise SystemExit(FOUND)


def _tell(report: Report, zone: tzinfo) -> None:
    print(
        _("The whole record was looked at; tickets, calls and the like: {things}, clocks: {clocks}.").format(
            things=number(report.things), clocks=number(report.clocks)
        )
    )
    if report.clean:
        print(_("Everything is as the record says."))
        return
    lines = [_("the database file is damaged: {what}").format(what=one) for one in report.damage]
    lines += [_fault(fault, zone) for fault in report.faults] + [_difference(one) for one in report.differences]
    for line in lines[:_MOST_SHOWN]:
        print(line, file=sys.stderr)
    if len(lines) > _MOST_SHOWN:
        print(_("… and {count} more.").format(count=number(len(lines) - _MOST_SHOWN)), file=sys.stderr)
    words = ngettext(
        "{count} place is not as the record says. Keep this database and a backup.",
        "{count} places are not as the record says. Keep this database and a backup.",
        len(lines),
    )
    print(words.format(count=number(len(lines))))


_FAULTS = {
    "edited": N_("an event was edited"),
    "unlinked": N_("an event does not follow the one before it: edited with its hash, swapped or put in"),
    "missing": N_("an event is missing"),
    "truncated": N_("the last events are missing"),
    "removed": N_("its whole record is missing"),
    "headless": N_("there are events that nothing points to"),
    "antedated": N_("an event is dated before the one before it"),
    "disagrees": N_("a column says something else than the event's text"),
    "seal": N_("a seal does not fit: the record before it was rewritten"),
    "seal_chain": N_("a seal was changed, removed or put in"),
    "handover": N_("a line or the words of a signed handover are not those that were signed"),
    "handover_state": N_("the handover says something else about its signature than the record"),
    "handover_gone": N_("a signed handover is missing"),
    "handover_seal": N_("the seal that was signed is not in the database"),
}


def _fault(fault: Fault, zone: tzinfo) -> str:
    place = _("seal {number}").format(number=fault.seal)
    if fault.thing_kind:
        known = f" {plain(fault.number)}" if fault.number else ""
        place = f"{plain(fault.thing_kind)}:{fault.thing_id}{known} #{fault.seq}"
    if fault.at is not None:
        place += f" ({moment(fault.at.timestamp(), zone)})"
    return f"{place}: {_(_FAULTS.get(fault.code, fault.code))}"


def _difference(one: Difference) -> str:
    place = f"{one.thing_kind}:{one.thing_id} {one.key}".rstrip()
    if one.code == "differs":
        words = _("{column} is {stored}, computed it is {computed}")
        return f"{place}: {words.format(column=one.column, stored=one.stored, computed=one.computed)}"
    words = {
        "missing": _("the record gives a clock that is not there"),
        "surplus": _("there is a clock that the record does not give"),
        "unreadable": _("the record of it can't be read: {why}").format(why=one.computed),
    }.get(one.code, one.code)
    return f"{place}: {words}"


def backup_desk(file: Path, *, as_json: bool, database_url: str | None, config: Path | None) -> None:
    """Write and check a copy while the desk is in use."""
    with opened(database_url, config) as desk, progress(_("Copying"), shown=not as_json) as step:
        checked = backup.backup(desk.store, file, progress=step)
    if as_json:
        say_json(
            {
                "file": str(checked.path),
                "bytes": checked.size,
                "events": checked.events,
                "last_at": checked.last_at or None,
            }
        )
    else:
        words = _("{file}: size {size} bytes, events {events}, the last one at {last}. It was read back and is sound.")
        size, events = number(checked.size), number(checked.events)
        print(words.format(file=checked.path, size=size, events=events, last=checked.last_at or "–"))


def restore_desk(file: Path, *, force: bool, database_url: str | None, config: Path | None) -> None:
    """Put a checked backup in place; what was there is kept beside it."""
    settings = settings_for(database_url, config)
    prefix = "sqlite:///"
    if not settings.database_url.startswith(prefix):
        raise Refused(N_("A PostgreSQL desk is restored by its server, not from here."))
    target = Path(settings.database_url.removeprefix(prefix))
    kept = backup.restore(file, target, force=force)
    open_store(settings.database_url).close()
    print(_("{target} holds the desk from {file} now.").format(target=target, file=file))
    if kept is not None:
        print(_("What was there before is kept as {kept}.").format(kept=kept))


def examine(*, as_json: bool, database_url: str | None, config: Path | None) -> None:
    """Exits with 1 when something is bad."""
    checks = doctor.run_checks(settings_for(database_url, config), now=now().timestamp())
    if as_json:
        say_json(doctor.as_json(checks))
    else:
        print(doctor.render(checks))
    if doctor.worst(checks) is doctor.Verdict.BAD:
        raise SystemExit(FOUND)
