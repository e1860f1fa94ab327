"""From verdicts to clocks: states, marks, and the clocks that no target makes (promises, reviews)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from hotline_tui.domain.instants import Stops
from hotline_tui.domain.policy import Target
from hotline_tui.domain.sla_clock import REVIEW_EVERY, Clock
from hotline_tui.domain.sla_history import Cycle, History, Promise
from hotline_tui.domain.sla_judge import Judge, Run, Verdict, stops_for
from hotline_tui.domain.within import span_text
from hotline_tui.domain.words import ClockState, Milestone, Trigger

_MILESTONES = {str(milestone): milestone for milestone in Milestone}
_TIMED = frozenset({ClockState.RUNNING, ClockState.HELD, ClockState.BREACHED})


def when(instant: int) -> datetime:
    """Epoch seconds as an aware datetime in UTC."""
    return datetime.fromtimestamp(instant, UTC)


def _maybe(instant: int | None) -> datetime | None:
    return None if instant is None else datetime.fromtimestamp(instant, UTC)


def milestones(cycle: Cycle) -> Iterable[str]:
    """Every milestone that a target of the cycle speaks of, in the policy's order."""
    if len(cycle.epochs) == 1:
        return cycle.epochs[0].ruling.targets
    return dict.fromkeys(milestone for epoch in cycle.epochs for milestone in epoch.ruling.targets)


def add_restore_missed(judge: Judge) -> None:
    """Where a missed restore starts other targets: put that trigger in, dated at the due instant (clock rule 5)."""
    epochs = judge.cycle.epochs
    waiting = any(
        Trigger.RESTORE_MISSED in target.triggers
        for epoch in epochs
        for targets in epoch.ruling.targets.values()
        for target in targets
    )
    if not waiting:
        return
    verdict = judge.verdict(Milestone.RESTORE, judge.cycle.met.get(Milestone.RESTORE))
    if verdict.breached is None or verdict.run is None or verdict.run.due is None:
        return
    known, due = verdict.breached, verdict.run.due
    for i in range(len(epochs) - 1, -1, -1):
        epoch = epochs[i]
        later = replace(epoch, triggers={Trigger.RESTORE_MISSED: due, **epoch.triggers})
        if epoch.begin >= known or (i == 0 and known <= epoch.begin):
            epochs[i] = later
        else:
            epochs.insert(i + 1, replace(later, begin=known))
            break


def clocks_of(judge: Judge, history: History, milestone: str) -> list[Clock]:
    """The clocks of one milestone in one cycle: one, or as many as it runs (clock rule 8)."""
    cycle = judge.cycle
    key = f"{milestone}:{cycle.number}"
    found: list[Clock | None] = []
    if milestone == Milestone.UPDATE:
        for n, (contact, word) in enumerate(cycle.contacts, 1):
            verdict = judge.verdict(milestone, word, {Trigger.CUSTOMER_CONTACT: contact})
            found.append(_clock(judge, history, verdict, f"{key}:{n}"))
    elif milestone == Milestone.PROGRESS:
        begin: int | None = None
        for n, met in enumerate([*cycle.progress, None], 1):
            extra = None if begin is None else dict.fromkeys(map(str, Trigger), begin)
            found.append(_clock(judge, history, judge.verdict(milestone, met, extra), f"{key}:{n}"))
            begin = met[0] if met else None
    else:
        found.append(_clock(judge, history, judge.verdict(milestone, cycle.met.get(milestone)), key))
    return [clock for clock in found if clock is not None]


def _clock(judge: Judge, history: History, verdict: Verdict, key: str) -> Clock | None:
    run = verdict.run
    if run is None:
        return None
    if run.start is None:
        return _without_start(judge, history, verdict, run, key)
    state, stops = _state(judge, verdict, run)
    end = _end(judge, verdict)
    calendar, start, want = run.calendar, run.start, run.want
    elapsed = calendar.elapsed_s(start, end, stops)
    marks: list[datetime | None] = [None, None, None]
    if state in _TIMED:
        marks = [_maybe(calendar.due_s(start, -(-want * percent // 100), stops)) for percent in (50, 75, 90)]
    held = state == ClockState.HELD
    hold = _hold_on(judge, run.target) if held else None
    reach = run.due if run.due is not None else end
    return Clock(
        key=key,
        milestone=run.target.milestone,
        cycle=judge.cycle.number,
        state=state,
        target=run.target,
        start=when(start),
        within=str(run.target.within_for(run.epoch.facts)),
        want_s=want,
        due=None if held else _maybe(run.due),
        t50=marks[0],
        t75=marks[1],
        t90=marks[2],
        elapsed_s=elapsed,
        left_s=want - elapsed,
        met_at=_maybe(verdict.met),
        breached_at=_maybe(verdict.breached),
        by_raise=verdict.by_raise,
        void_at=when(verdict.void[0]) if state == ClockState.VOID and verdict.void else None,
        void_reason=verdict.void[1] if state == ClockState.VOID and verdict.void else "",
        held_since=when(hold[0]) if hold else None,
        hold_reason=hold[1] if hold else "",
        predicted=bool(calendar.predicted_years(start, reach)),
        calendar=calendar.id,
        trigger=run.trigger,
        stops=_named_stops(judge, run.target, end),
        facts=run.epoch.facts,
        pin=run.epoch.ruling.pin,
    )


def _state(judge: Judge, verdict: Verdict, run: Run) -> tuple[ClockState, Stops]:
    stops = stops_for(run.target, judge.cycle.epochs[-1])
    if verdict.met is not None:
        return (ClockState.MET if verdict.breached is None else ClockState.MISSED), stops
    if verdict.void is not None:
        return ClockState.VOID, stops
    if verdict.breached is not None:
        return ClockState.BREACHED, stops
    held = bool(stops) and stops[-1][1] is None
    return (ClockState.HELD if held else ClockState.RUNNING), stops


def _end(judge: Judge, verdict: Verdict) -> int:
    if verdict.met is not None:
        return verdict.met
    return verdict.void[0] if verdict.void is not None else judge.horizon


def _hold_on(judge: Judge, target: Target) -> tuple[int, str] | None:
    holds = judge.cycle.epochs[-1].holds
    begin, end, reason = holds[-1]
    return (begin, reason) if end is None and reason in target.stopped_by else None


def _named_stops(judge: Judge, target: Target, end: int) -> tuple[tuple[datetime, datetime | None, str], ...]:
    holds = judge.cycle.epochs[-1].holds
    if not holds or not target.stopped_by:
        return ()
    return tuple(
        (when(begin), _maybe(to), reason) for begin, to, reason in holds if reason in target.stopped_by and begin < end
    )


def _without_start(judge: Judge, history: History, verdict: Verdict, run: Run, key: str) -> Clock | None:
    """A target that waits for its trigger, or for a promise that the operator must give."""
    target, number = run.target, judge.cycle.number
    given = [p for p in history.promises.values() if p.milestone == target.milestone and p.cycle == number]
    if target.promised and any(promise.met is not None or promise.ended is None for promise in given):
        return None  # the promise's own clock speaks for it
    met = verdict.met if target.promised else None
    if met is None and (verdict.met is not None or verdict.void is not None):
        return None
    return Clock(
        key=key,
        milestone=target.milestone,
        cycle=number,
        state=ClockState.WAITING if met is None else ClockState.MET,
        target=target,
        start=None,
        within="promise" if target.promised else str(target.within_for(run.epoch.facts)),
        want_s=None,
        due=None,
        t50=None,
        t75=None,
        t90=None,
        elapsed_s=0,
        left_s=None,
        met_at=_maybe(met),
        waits_for="promise" if target.promised and run.trigger else "|".join(target.triggers),
        calendar=run.calendar.id,
        trigger=run.trigger,
        facts=run.epoch.facts,
        pin=run.epoch.ruling.pin,
    )


def promise_clock(promise: Promise, history: History, at: int) -> Clock:
    """A word given is a clock of plain time that nothing stops; it fills a target that asks for a promise (SL-A7,
    SL-D4)."""
    ended = promise.ended if promise.met is None else None
    end = promise.met if promise.met is not None else ended[0] if ended else at
    late = promise.due < end
    if promise.met is not None:
        state = ClockState.MISSED if late else ClockState.MET
    elif ended:
        state = ClockState.VOID
    else:
        state = ClockState.BREACHED if late else ClockState.RUNNING
    clock = _plain_clock(f"promise:{promise.id}", promise.milestone, state, promise.given, promise.due, end)
    epoch = history.cycles[promise.cycle - 1].epochs[-1]
    targets = epoch.ruling.targets.get(promise.milestone, ())
    return replace(
        clock,
        cycle=promise.cycle,
        target=next((t for t in targets if t.promised and t.applies(epoch.facts)), None),
        within="promise",
        met_at=_maybe(promise.met),
        breached_at=when(promise.due) if late else None,
        void_at=when(ended[0]) if ended else None,
        void_reason=ended[1] if ended else "",
        promise=promise.id,
        trigger=Trigger.PROMISED,
        facts=epoch.facts,
        pin=epoch.ruling.pin,
    )


def reviews(history: History, clocks: Iterable[Clock], at: int) -> list[Clock]:
    """The review of the hold that is on (rule 7), and where nothing else runs on an open ticket, that of SL-1."""
    if history.cycle.ended is not None:
        return []
    found: list[Clock] = []
    if history.review_at is not None and history.holds:
        begin, _, reason = history.holds[-1]
        clock = _review("hold", begin, history.review_at, at, history.cycle.number)
        found.append(replace(clock, hold_reason=reason, held_since=when(begin)))
    if history.thing == "ticket" and not found and not any(clock.state in _TIMED for clock in clocks):
        clock = _review("review", history.last, history.last + REVIEW_EVERY, at, history.cycle.number)
        found.append(replace(clock, trigger=Trigger.LAST_EVENT))
    return found


def _review(key: str, start: int, due: int, at: int, cycle: int) -> Clock:
    state = ClockState.BREACHED if due < at else ClockState.RUNNING
    clock = _plain_clock(key, Milestone.REVIEW, state, start, due, at)
    return replace(clock, cycle=cycle, breached_at=when(due) if due < at else None)


def _plain_clock(key: str, milestone: str, state: ClockState, start: int, due: int, end: int) -> Clock:
    """A clock of plain time, 24×7, that no hold stops."""
    want, elapsed = max(0, due - start), max(0, end - start)
    marks = [when(start - (-want * percent // 100)) for percent in (50, 75, 90)]
    return Clock(
        key=key,
        milestone=_MILESTONES.get(milestone, cast("Milestone", milestone)),  # a newer console's word stays raw
        cycle=1,
        state=state,
        target=None,
        start=when(start),
        within=span_text(want),
        want_s=want,
        due=when(due),
        t50=marks[0],
        t75=marks[1],
        t90=marks[2],
        elapsed_s=elapsed,
        left_s=want - elapsed,
    )
