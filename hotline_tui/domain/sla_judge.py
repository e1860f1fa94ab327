"""One milestone of one cycle, judged: which target, from when, due when, breached or not (clock rules 5, 6, 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hotline_tui.domain.calendar import Calendar
from hotline_tui.domain.instants import Stops
from hotline_tui.domain.policy import Target
from hotline_tui.domain.sla_history import Cycle, Epoch
from hotline_tui.domain.words import Level, Trigger

CALL_MILESTONES = frozenset({"respond", "reply"})
"""What runs on a call, until its ticket takes over (clock rule 5)."""

NEVER = 1 << 62
LEVELS = tuple(str(level) for level in Level)


@dataclass(slots=True)
class Run:
    """A target chosen in an epoch: since when it counts, how much, until when. `start` None: its trigger has not
    come."""

    target: Target
    epoch: Epoch
    calendar: Calendar
    start: int | None = None
    trigger: str = ""
    want: int = 0
    nominal: int | None = None
    stops: Stops = ()
    due: int | None = None

    def due_with(self, stops: Stops) -> int | None:
        """The due instant if these were the stops."""
        return None if self.start is None else self.calendar.due_s(self.start, self.want, stops, self.nominal)


@dataclass(slots=True)
class Verdict:
    """What became of a milestone: the run in force at its end, and when it was met, breached or voided."""

    run: Run | None = None
    met: int | None = None
    breached: int | None = None
    by_raise: bool = False
    void: tuple[int, str] | None = None


@dataclass(slots=True)
class Judge:
    """Judges milestones of one cycle at an instant. `thing`: call, ticket, complaint or order."""

    thing: str
    cycle: Cycle
    at: int

    @property
    def horizon(self) -> int:
        """Nothing runs after the cycle's end."""
        return self.at if self.cycle.ended is None else min(self.at, self.cycle.ended[0])

    def verdict(
        self, milestone: str, met: tuple[int, int] | None = None, extra: Mapping[str, int] | None = None
    ) -> Verdict:
        """Go through the epochs. `met`: (when, order of the epoch); `extra` triggers belong to this run alone."""
        found = Verdict()
        run: Run | None = None
        before: Run | None = None
        settled: Epoch | None = None
        epochs = self.cycle.epochs
        since = min(extra.values()) if extra else None
        for i, epoch in enumerate(epochs):
            following = epochs[i + 1] if i + 1 < len(epochs) else None
            if since is not None and following is not None and following.begin <= since:
                continue
            end = self.horizon if following is None else following.begin
            run = self.choose(milestone, epoch, extra or {}, run)
            found.run = run or found.run
            if met is not None and met[1] == epoch.order and not _continues(epoch, following, met[0]):
                found.met, found.run = met[0], run
                if run is not None and run.due is not None and run.due < met[0]:
                    self._breach(found, run, before, settled)
                return found
            if following is not None and end <= epoch.begin:
                continue
            if run and run.due is not None and run.due < end and milestone not in epoch.voided:
                self._leave(found, run, met, milestone)
                self._breach(found, run, before, settled)
                return found
            before, settled = run, epoch
        self._leave(found, run, None, milestone)
        return found

    def _leave(self, found: Verdict, run: Run | None, met: tuple[int, int] | None, milestone: str) -> None:
        """How it ends when no epoch has judged it: met (after its breach), void, or not at all."""
        last = self.cycle.epochs[-1]
        if met is not None:
            found.met = met[0]
        elif found.run is not None:
            found.void = last.voided.get(milestone) or self.cycle.ended
            if found.void is None and run is None:
                found.void = (last.begin, "not_applicable")

    def _breach(self, found: Verdict, run: Run, before: Run | None, settled: Epoch | None) -> None:
        """Past due. `before` and `settled`: the run and the epoch ahead of the one in which it became so."""
        begin, due = run.epoch.begin, run.due
        if due is None:
            return
        found.breached = due if settled is None else max(due, begin)
        if due < begin and settled is not None and _is_raise(settled.facts.level, run.epoch.facts.level):
            # Breached by nothing but the raise, until the time of the level before would be up as well.
            end = found.met if found.met is not None else found.void[0] if found.void else self.horizon
            old = None if before is None else before.due_with(stops_for(before.target, self.cycle.epochs[-1]))
            found.by_raise = old is None or end <= old

    def choose(self, milestone: str, epoch: Epoch, extra: Mapping[str, int], before: Run | None) -> Run | None:
        """The one target of a milestone in an epoch: the contract's own line, then more conditions, then earlier
        due."""
        runs = [
            self._run(target, epoch, extra, before)
            for target in epoch.ruling.targets.get(milestone, ())
            if self._fits(target) and target.applies(epoch.facts)
        ]
        if len(runs) < 2:
            return runs[0] if runs else None
        return min(runs, key=lambda run: (not run.target.own, -run.target.conditions, _unheld(run)))

    def _fits(self, target: Target) -> bool:
        complaint = target.triggers == (Trigger.COMPLAINT,)
        if self.thing == "call":
            return target.milestone in CALL_MILESTONES and not complaint
        return complaint == (self.thing == "complaint") and self.thing != "order"

    def _run(self, target: Target, epoch: Epoch, extra: Mapping[str, int], before: Run | None) -> Run:
        run = Run(target, epoch, epoch.ruling.calendar_of(target))
        triggers = {**epoch.triggers, **extra} if extra else epoch.triggers
        come = [(triggers[name], str(name)) for name in target.triggers if name in triggers]
        if not come or target.promised:
            run.trigger = min(come)[1] if come else ""
            return run
        run.start, run.trigger = min(come)
        if target.counts_from is not None:
            run.start = triggers.get(target.counts_from, run.start)
        run.stops = stops_for(target, epoch)
        within = target.within_for(epoch.facts)
        same = before is not None and before.start == run.start and before.calendar is run.calendar
        if before is not None and same and before.target.within_for(before.epoch.facts) == within:
            run.want, run.nominal = before.want, before.nominal
            if before.stops == run.stops:
                run.due = before.due
                return run
        elif within is not None:
            run.want, run.nominal = run.calendar.plan_s(run.start, within)
        run.due = run.due_with(run.stops)
        return run


def _unheld(run: Run) -> int:
    due = run.due if run.due is not None else run.due_with(())
    return NEVER if due is None else due


def _continues(epoch: Epoch, following: Epoch | None, when: int) -> bool:
    """Whether what happened at `when` belongs to the next part of the same epoch."""
    return following is not None and following.order == epoch.order and following.begin <= when


def _is_raise(old: str | None, new: str | None) -> bool:
    return old in LEVELS and new in LEVELS and LEVELS.index(str(new)) < LEVELS.index(str(old))


def stops_for(target: Target, epoch: Epoch) -> Stops:
    """The holds that stop a target, as far as they are known in an epoch (clock rule 7)."""
    if not epoch.holds or not target.stopped_by:
        return ()
    return tuple((begin, end) for begin, end, reason in epoch.holds if reason in target.stopped_by)
