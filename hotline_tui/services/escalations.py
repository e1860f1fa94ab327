"""What falls due by itself: breaches, escalation steps, holds waking, claims of dead consoles, ends of breaks.

`falling_due` looks for it. Each thing is its own transaction and looks again inside it, so that two consoles never do a
thing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlmodel import SQLModel

from hotline_tui.domain.commands import AcknowledgeAlarm, Command, Result
from hotline_tui.domain.escalation import COMPLAINT_CHAIN, steps_due
from hotline_tui.domain.escalation import Step as ChainStep
from hotline_tui.domain.sla_clock import Clock as Judged
from hotline_tui.domain.words import CallState, ClockState, Milestone, ThingKind
from hotline_tui.services import clocks, engineers, people
from hotline_tui.services.bus import handles
from hotline_tui.services.calls import let_go
from hotline_tui.services.read_common import SEEN
from hotline_tui.services.rulebook import RULES
from hotline_tui.services.work import Rec, Work, pack
from hotline_tui.store import leases
from hotline_tui.store.tables import Call, Clock, Complaint, Engineer, Escalation, Ticket, table_of

_clock, _engineer = table_of(Clock).c, table_of(Engineer).c
_MODELS: dict[str, type[SQLModel]] = {"ticket": Ticket, "call": Call, "complaint": Complaint}


@dataclass(frozen=True, slots=True, kw_only=True)
class FallDue(Command):
    """The program itself: what has fallen due on one thing."""

    kind: ClassVar[str] = "clock.due"
    by_program: ClassVar[bool] = True
    thing_kind: str
    thing: int

    @property
    def touched(self) -> tuple[tuple[str, int], ...]:
        """What it touches."""
        return ((self.thing_kind, self.thing),)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo(Command):
    """The program itself: claims of consoles that are gone, breaks that are over."""

    kind: ClassVar[str] = "desk.let_go"
    by_program: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHeld(Command):
    """A console signs off: the calls it held wait again."""

    kind: ClassVar[str] = "session.end"
    by_program: ClassVar[bool] = True
    calls: tuple[int, ...]
    why: str

    @property
    def touched(self) -> tuple[tuple[str, int], ...]:
        """What it touches."""
        return tuple(("call", number) for number in self.calls)


@handles(FallDue)
def fall_due(w: Work, c: FallDue) -> Result:
    """Bring a thing's clocks to now; say on its record what breached, tell those whom a share of the time calls for."""
    model = _MODELS.get(c.thing_kind)
    rec = w.find(model, c.thing) if model is not None else None
    if rec is None:
        return w.result(c.thing_kind, c.thing)
    before = {row.key: row for row in _rows(w, c)}
    level = rec.level if c.thing_kind == "ticket" else ""
    made = clocks.recompute(w, ThingKind(c.thing_kind), c.thing, desk=rec.desk_id, level=level)
    rows = {row.key: row for row in _rows(w, c)}
    said = False
    for clock in made:
        said |= _breach(w, c, clock, before.get(clock.key), rows[clock.key].id)
        said |= _escalate(w, c, rec, clock, rows[clock.key])
    if not said and any(_differs(row, before.get(key)) for key, row in rows.items()):
        # What clocks show is always what the record gave at its last event: `verify` relies on it.
        w.event(c.thing_kind, c.thing, "clock.moved", quiet=True)
    return w.result(c.thing_kind, c.thing)


def _differs(row: Rec, before: Rec | None) -> bool:
    return before is None or any(row.values[name] != before.values[name] for name in clocks.DERIVED)


def _breach(w: Work, c: FallDue, clock: Judged, before: Rec | None, row: int) -> bool:
    """Say once that a clock has run out, or that a hold is to be looked at."""
    if clock.breached_at is None or (before is not None and before.breached_at is not None):
        return False
    kind = "hold.wake" if clock.key == "hold" else "clock.breach"
    w.event(c.thing_kind, c.thing, kind, quiet=True, clock=row, milestone=clock.milestone, due=clock.due)
    return True


def _rows(w: Work, c: FallDue) -> list[Rec]:
    return w.all(Clock, _clock.thing_kind == c.thing_kind, _clock.thing_id == c.thing)


def _escalate(w: Work, c: FallDue, rec: Rec, clock: Judged, row: Rec) -> bool:
    """Take the steps that are due and not done yet. A word given counts when it is broken, a review never."""
    if clock.state not in (ClockState.RUNNING, ClockState.BREACHED) or clock.milestone == Milestone.REVIEW:
        return False
    told_somebody = False
    complaint = c.thing_kind == "complaint"
    chain = COMPLAINT_CHAIN if complaint else clocks.chain_for(clock, RULES)
    t = table_of(Escalation).c
    done = {one.step for one in w.all(Escalation, t.clock_id == row.id)}
    for step in steps_due(chain, clock.share):
        if _name(step) in done or (clock.promise and step.percent < 100):
            continue
        told_somebody = True
        exclude = people.blamed(w, rec) if complaint else frozenset()
        told = people.tell(
            w,
            desk=rec.desk_id,
            thing=(c.thing_kind, c.thing),
            role=step.role,
            step=_name(step),
            how="message",
            clock=row.id,
            chain=chain,
            exclude=exclude,
        )
        w.event(
            c.thing_kind,
            c.thing,
            "clock.escalate",
            quiet=True,
            clock=row.id,
            milestone=clock.milestone,
            share=step.percent,
            role=told.role if told else step.role,
            operator=told.person.id if told else None,
        )
    return told_somebody


def _name(step: ChainStep) -> str:
    return "breach" if step.percent == 100 else f"t{step.percent}"


@handles(LetGo)
def let_go_of_the_dead(w: Work, c: LetGo) -> Result:
    """Calls claimed at consoles that are gone wait again; breaks that are over end."""
    breaks = (_engineer.by_hand_until <= w.now, _engineer.by_hand != "")
    over = [("engineer", rec.id) for rec in w.all(Engineer, *breaks)]
    w.unit.lock([*leases.dead(w.conn), *over])
    for held in leases.expire(w.conn):
        rec = w.find(Call, held.thing_id) if held.thing_kind == "call" else None
        if rec is not None and rec.state == CallState.CLAIMED and rec.claimed_by_id == held.operator_id:
            let_go(w, rec, "call.release", why="console_gone", operator=held.operator_id)
    for rec in w.all(Engineer, *breaks):
        w.change(rec, by_hand="", by_hand_until=None)
        w.event(ThingKind.ENGINEER, rec.id, "engineer.set", state="available", why="time_is_up")
        engineers.refresh(w, rec.id)
    return w.result("", 0)


@handles(ReleaseHeld)
def release_held(w: Work, c: ReleaseHeld) -> Result:
    """What a console that signs off still held."""
    for number in c.calls:
        rec = w.find(Call, number)
        if rec is not None and rec.state == CallState.CLAIMED and rec.claimed_by_id == c.actor:
            let_go(w, rec, "call.release", why=c.why)
    return w.result("", 0)


@handles(AcknowledgeAlarm)
def acknowledge_alarm(w: Work, c: AcknowledgeAlarm) -> Result:
    """Somebody at this desk has seen it: the bell stops for this alarm (console rule 6)."""
    for key in c.alarms:
        kind, _, number = key.partition(":")
        if not number.isdecimal():
            continue
        row = _alarm_clock(w, kind, int(number))
        if row is None and kind == "call":
            _seen_call(w, int(number), c.kind, key)
        elif row is not None:
            w.change(row, acked_at=w.now)
            w.forget_changes()  # what the bell does is no change of the clock
            w.event(row.thing_kind, row.thing_id, c.kind, quiet=True, alarm=key)
    return w.result(ThingKind.DESK, c.desk)


def _seen_call(w: Work, call: int, kind: str, alarm: str) -> None:
    """A call that no target speaks of has no clock: that it was seen is kept on the call, for the whole desk."""
    rec = w.find(Call, call)
    if rec is not None:
        w.change(rec, details=rec.details | {SEEN: pack(w.now)})
        w.forget_changes()
        w.event(ThingKind.CALL, call, kind, quiet=True, alarm=alarm)


def _alarm_clock(w: Work, kind: str, number: int) -> Rec | None:
    """The clock that carries an alarm: the breached one itself, else the most urgent one of its call or ticket."""
    where: tuple[Any, ...]
    if kind == "breach":
        where = (_clock.id == number,)
    else:
        thing = "call" if kind == "call" else "ticket"
        where = (_clock.thing_kind == thing, _clock.thing_id == number, _clock.lead)
    return w.first(Clock, *where)
