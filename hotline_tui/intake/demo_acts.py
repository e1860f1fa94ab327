"""The acts of the demo's story: a line such as `-41 send 1 eta +7` becomes a command of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hotline_tui.domain import commands as do
from hotline_tui.domain.words import HoldReason, Milestone, Role, ThingKind, Tier
from hotline_tui.services.demo_files import Company
from hotline_tui.services.escalations import FallDue


@dataclass(slots=True)
class Subject:
    """A ticket of the story, and what has become of it so far."""

    fault: str
    ticket: int = 0
    visit: int = 0
    steps: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happens: when, which act, with what."""

    at: datetime
    act: str
    words: tuple[str, ...]

    def after(self, name: str) -> str:
        """The word behind `name`; empty where it does not stand."""
        return self.words[self.words.index(name) + 1] if name in self.words else ""


class Script:
    """Reads lines; makes commands. `make` gives a command its id, actor and desk."""

    def __init__(self, about: Company, opened: datetime, make: Callable[..., do.Command]) -> None:
        self.about, self.opened, self.make = about, opened, make
        self.majors: list[Subject] = []

    def instant(self, word: str) -> datetime:
        """`-41`, `+7`: minutes from the opening; `+1d09:30`: that time of day tomorrow."""
        if "d" not in word:
            return self.opened + timedelta(minutes=float(word))
        days, _, clock = word.partition("d")
        zone = ZoneInfo(self.about.zone)
        day = self.opened.astimezone(zone).date() + timedelta(days=int(days))
        return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)

    def line(self, text: str) -> Line:
        """Parse a line."""
        at, act, *words = text.split()
        return Line(self.instant(at), act, tuple(words))

    def command(self, on: Subject, line: Line) -> do.Command:
        """The command of a line about a ticket. KeyError for an act that nobody knows."""
        if line.act in _PLAIN:
            return self.make(_PLAIN[line.act], ticket=on.ticket)
        return _ACTS[line.act](self, on, line)

    def text(self, line: Line, place: int = -1) -> str:
        """The words that a line names by key."""
        return self.about.words[line.words[place]]


_PLAIN: dict[str, type[do.Command]] = {
    "start": do.StartWork,
    "resume": do.ResumeTicket,
    "watch": do.WatchTicket,
    "close": do.CloseTicket,
    "phone_failed": do.PhoneFailed,
}


def _note(s: Script, on: Subject, line: Line) -> do.Command:
    flags = {"from_customer": line.act == "asked", "to_customer": line.act == "told"}
    return s.make(do.NoteTicket, ticket=on.ticket, text=s.text(line), **flags)


def _promise(s: Script, on: Subject, line: Line) -> do.Command:
    milestone, due, _ = line.words
    return s.make(do.Promise, ticket=on.ticket, milestone=Milestone(milestone), due=s.instant(due), text=s.text(line))


def _hold(s: Script, on: Subject, line: Line) -> do.Command:
    reason, review, _ = line.words
    return s.make(
        do.HoldTicket, ticket=on.ticket, reason=HoldReason(reason), review_at=s.instant(review), note=s.text(line)
    )


def _send(s: Script, on: Subject, line: Line) -> do.Command:
    planned = s.instant(line.words[1]) if line.act == "reserve" else None
    remote = "remote" in line.words
    return s.make(do.SendEngineer, ticket=on.ticket, engineer=int(line.words[0]), planned=planned, remote=remote)


def _visit(s: Script, on: Subject, line: Line) -> do.Command:
    eta = s.instant(word) if (word := line.after("eta")) else None
    kind = do.AcceptVisit if line.act == "accept" else do.DepartVisit
    return s.make(kind, visit=on.visit, eta=eta)


def _finish(s: Script, on: Subject, line: Line) -> do.Command:
    return s.make(do.FinishVisit, visit=on.visit, result=s.text(line), restored=line.words[0] == "restored")


def _resolve(s: Script, on: Subject, line: Line) -> do.Command:
    cause, method = s.about.results[line.words[0]]
    return s.make(do.ResolveTicket, ticket=on.ticket, cause=cause, method=method)


def _major(s: Script, on: Subject, line: Line) -> do.Command:
    s.majors.append(on)
    return s.make(do.SetMajor, ticket=on.ticket)


def _escalate(s: Script, on: Subject, line: Line) -> do.Command:
    role, how, _ = line.words
    return s.make(do.EscalateTicket, ticket=on.ticket, role=Role(role), how=how, note=s.text(line))


_ACTS: dict[str, Callable[[Script, Subject, Line], do.Command]] = {
    "note": _note,
    "told": _note,
    "asked": _note,
    "promise": _promise,
    "hold": _hold,
    "send": _send,
    "reserve": _send,
    "accept": _visit,
    "depart": _visit,
    "arrive": lambda s, on, line: s.make(do.ArriveVisit, visit=on.visit),
    "finish": _finish,
    "decline": lambda s, on, line: s.make(do.DeclineVisit, visit=on.visit, reason=s.text(line)),
    "call_off": lambda s, on, line: s.make(do.CallOffVisit, visit=on.visit, reason=s.text(line)),
    "restore": lambda s, on, line: s.make(do.RestoreTicket, ticket=on.ticket, note=s.text(line)),
    "resolve": _resolve,
    "major": _major,
    "under": lambda s, on, line: s.make(do.SetMajor, ticket=on.ticket, under=s.majors[int(line.words[0]) - 1].ticket),
    "escalate": _escalate,
    "meet": lambda s, on, line: s.make(
        do.MeetMilestone, ticket=on.ticket, milestone=Milestone(line.words[0]), note=s.text(line)
    ),
    "pass": lambda s, on, line: s.make(do.PassTicket, ticket=on.ticket, tier=Tier(line.words[0])),
    "tick": lambda s, on, line: s.make(do.TickStep, ticket=on.ticket, step=on.steps[int(line.words[0]) - 1], done=True),
    "due": lambda s, on, line: s.make(FallDue, actor=0, thing_kind=str(ThingKind.TICKET), thing=on.ticket),
}


def acts() -> frozenset[str]:
    """Every act that a line may name."""
    return frozenset({*_PLAIN, *_ACTS})


def fields(result: do.Result, on: Subject) -> None:
    """Keep what later lines refer to."""
    if result.kind == do.SendEngineer.kind:
        on.visit = result.thing_id


Make = Callable[..., Any]
