"""From a timeline to cycles of epochs: stretches in which everything that chooses targets and stops clocks stays the
same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.policy import SlaFacts
from hotline_tui.domain.sla_facts import (
    Changed,
    Closed,
    CustomerContact,
    Fact,
    HoldEnded,
    HoldStarted,
    Merged,
    Met,
    OurWord,
    Promised,
    PromiseMet,
    PromiseVoid,
    Received,
    Reopened,
    Triggered,
    Voided,
)
from hotline_tui.domain.sla_rules import Rules, Ruling
from hotline_tui.domain.words import Milestone, Trigger

HoldSpan = tuple[int, int | None, str]
"""A hold: from, to (None: still on), reason."""

RESTORED_VOIDS = (Milestone.ARRIVE, Milestone.MEASURES, Milestone.LOANER, Milestone.REPLACE, Milestone.PROGRESS)
"""What an unmet clock of it no longer makes sense for once the customer can work again (clock rule 9)."""

OUR_WORDS = frozenset({Milestone.RESPOND, Milestone.REPLY, Milestone.PROGRESS, Milestone.CALLBACK, Milestone.UPDATE})


@dataclass(frozen=True, slots=True, eq=False)
class Epoch:
    """From `begin` until the next epoch of its cycle. `order` numbers what happened; parts of one epoch share it."""

    begin: int
    order: int
    facts: SlaFacts
    ruling: Ruling
    triggers: Mapping[str, int]
    holds: tuple[HoldSpan, ...]
    voided: Mapping[str, tuple[int, str]]


@dataclass(slots=True)
class Promise:
    """One word given. `ended`: (when, why) of its withdrawal."""

    id: str
    milestone: str
    cycle: int
    given: int
    due: int
    met: int | None = None
    ended: tuple[int, str] | None = None


@dataclass(slots=True)
class Cycle:
    """One round from report to closing. `met` maps a milestone to (when, order of its epoch)."""

    number: int
    epochs: list[Epoch]
    met: dict[str, tuple[int, int]] = field(default_factory=dict)
    contacts: list[tuple[int, tuple[int, int] | None]] = field(default_factory=list)
    """The customer's first unanswered contacts, each with our next word."""
    progress: list[tuple[int, int]] = field(default_factory=list)
    ended: tuple[int, str] | None = None


class History:
    """Reads facts in order. `cycles`, `promises`, `holds` and `last` (the last event) are then complete."""

    def __init__(self, rules: Rules, facts: Iterable[Fact]) -> None:
        self.rules = rules
        self.thing = ""
        self.cycles: list[Cycle] = []
        self.promises: dict[str, Promise] = {}
        self.holds: tuple[HoldSpan, ...] = ()
        self.review_at: int | None = None
        self.last = 0
        self._fresh = False
        for fact in facts:
            if not self.cycles and not isinstance(fact, Received):
                raise Invalid(N_("A timeline begins with what was received."))
            self.last = int(fact.at.timestamp())
            reader = _READERS.get(type(fact))
            if reader is not None:
                reader(self, fact, self.last)

    @property
    def cycle(self) -> Cycle:
        return self.cycles[-1]

    def _epoch(self, at: int, **changes: object) -> None:
        """Begin a new epoch, or change the one that has only just begun and that nothing was judged by."""
        epochs = self.cycle.epochs
        last = epochs[-1]
        if self._fresh and last.begin == at:
            epochs[-1] = replace(last, **changes)  # type: ignore[arg-type]
        else:
            epochs.append(replace(last, begin=at, order=last.order + 1, **changes))  # type: ignore[arg-type]
            self._fresh = True

    def _received(self, fact: Received, at: int) -> None:
        self.thing = fact.thing
        trigger = Trigger.COMPLAINT if fact.thing == "complaint" else Trigger.RECEIVED
        ruling = self.rules.ruling(fact.pin)
        self.cycles.append(Cycle(1, [Epoch(at, 0, fact.facts, ruling, {trigger: at}, (), {})]))
        self._fresh = True

    def _changed(self, fact: Changed, at: int) -> None:
        last = self.cycle.epochs[-1]
        facts = last.facts if fact.facts is None else fact.facts
        ruling = last.ruling if fact.pin is None else self.rules.ruling(fact.pin)
        self._epoch(at, facts=facts, ruling=ruling)

    def _triggered(self, fact: Triggered, at: int) -> None:
        self._trigger(at, fact.trigger)

    def _trigger(self, at: int, trigger: str) -> None:
        last = self.cycle.epochs[-1]
        triggers = dict(last.triggers)
        triggers.setdefault(trigger, at)
        if trigger == Trigger.VISIT_DECIDED:
            triggers.setdefault(Trigger.PHONE_FAILED, at)
        voided = last.voided
        if trigger in (Trigger.VISIT_DECIDED, Trigger.PHONE_FAILED) and Milestone.RESTORE not in self.cycle.met:
            voided = {m: v for m, v in voided.items() if m not in (Milestone.ARRIVE, Milestone.MEASURES)}
        self._epoch(at, triggers=triggers, voided=voided)

    def _hold(self, fact: HoldStarted, at: int) -> None:
        self._resume(fact, at)
        self.holds = (*self.holds, (at, None, fact.reason))
        self.review_at = None if fact.review_at is None else int(fact.review_at.timestamp())
        self._epoch(at, holds=self.holds)

    def _resume(self, fact: Fact, at: int) -> None:
        if self.holds and self.holds[-1][1] is None:
            begin, _, reason = self.holds[-1]
            self.holds = (*self.holds[:-1], (begin, at, reason))
            self.review_at = None
            self._epoch(at, holds=self.holds)

    def _met(self, fact: Met, at: int) -> None:
        cycle, milestone = self.cycle, fact.milestone
        self._fresh = False
        if cycle.epochs[-1].voided.get(milestone, (0, ""))[1] == "restored":
            return  # an engineer who arrives after the customer could work again is not late
        order = cycle.epochs[-1].order
        if milestone == Milestone.PROGRESS:
            cycle.progress.append((at, order))
        else:
            cycle.met.setdefault(milestone, (at, order))
        if milestone in OUR_WORDS:
            self._word(fact, at)
        for promise in self.promises.values():
            if promise.milestone == milestone and promise.met is None and promise.ended is None:
                promise.met = at
        if milestone == Milestone.RESTORE:
            self._restored(at)

    def _restored(self, at: int) -> None:
        voided = dict(self.cycle.epochs[-1].voided)
        for milestone in RESTORED_VOIDS:
            if milestone not in self.cycle.met:
                voided.setdefault(milestone, (at, "restored"))
        for promise in self.promises.values():
            if promise.milestone in RESTORED_VOIDS and promise.met is None and promise.ended is None:
                promise.ended = (at, "restored")
        self._epoch(at, voided=voided)
        self._trigger(at, Trigger.RESTORED)

    def _voided(self, fact: Voided, at: int) -> None:
        self._epoch(at, voided={**self.cycle.epochs[-1].voided, fact.milestone: (at, fact.why)})

    def _promised(self, fact: Promised, at: int) -> None:
        due = int(fact.due.timestamp())
        self.promises[fact.promise] = Promise(fact.promise, fact.milestone, self.cycle.number, at, due)

    def _promise_met(self, fact: PromiseMet, at: int) -> None:
        promise = self.promises.get(fact.promise)
        if promise and promise.met is None and promise.ended is None:
            promise.met = at

    def _promise_void(self, fact: PromiseVoid, at: int) -> None:
        promise = self.promises.get(fact.promise)
        if promise and promise.met is None and promise.ended is None:
            promise.ended = (at, fact.why)

    def _contact(self, fact: CustomerContact, at: int) -> None:
        contacts = self.cycle.contacts
        if not contacts or contacts[-1][1] is not None:
            contacts.append((at, None))

    def _word(self, fact: Fact, at: int) -> None:
        contacts = self.cycle.contacts
        if contacts and contacts[-1][1] is None:
            self._fresh = False
            contacts[-1] = (contacts[-1][0], (at, self.cycle.epochs[-1].order))

    def _reopened(self, fact: Reopened, at: int) -> None:
        old = self.cycle
        old.ended = old.ended or (at, "reopened")
        last = old.epochs[-1]
        epoch = replace(last, begin=at, order=0, triggers={Trigger.RECEIVED: at}, voided={})
        self.cycles.append(Cycle(old.number + 1, [epoch]))
        self._fresh = True

    def _merged(self, fact: Merged, at: int) -> None:
        cycle = self.cycle
        times = {name: int(when.timestamp()) for name, when in fact.triggers}
        for i, epoch in enumerate(cycle.epochs):
            earliest = {name: min(when, epoch.triggers.get(name, when)) for name, when in times.items()}
            cycle.epochs[i] = replace(epoch, triggers={**epoch.triggers, **earliest})
        begins = [epoch.begin for epoch in cycle.epochs]
        for milestone, instant in fact.met:
            when = int(instant.timestamp())
            if milestone not in cycle.met or when < cycle.met[milestone][0]:
                place = max(bisect_right(begins, when) - 1, 0)
                cycle.met[milestone] = (when, cycle.epochs[place].order)
        self._fresh = False

    def _closed(self, fact: Closed, at: int) -> None:
        self.cycle.ended = (at, fact.why)
        for promise in self.promises.values():
            if promise.met is None and promise.ended is None:
                promise.ended = (at, fact.why)


_READERS: Mapping[type[Fact], Callable[..., None]] = {
    Received: History._received,
    Changed: History._changed,
    Triggered: History._triggered,
    HoldStarted: History._hold,
    HoldEnded: History._resume,
    Met: History._met,
    Voided: History._voided,
    Promised: History._promised,
    PromiseMet: History._promise_met,
    PromiseVoid: History._promise_void,
    CustomerContact: History._contact,
    OurWord: History._word,
    Reopened: History._reopened,
    Merged: History._merged,
    Closed: History._closed,
}
