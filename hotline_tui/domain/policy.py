"""SLA rules of a contract, as data: a `Policy` is a version of one document's promises, a `Target` one time limit of
it.

Parsed from TOML by `policy_text.parse_policy`; immutable; `sha256` of the text names the version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from hotline_tui.domain.within import Within
from hotline_tui.domain.wording import Wording
from hotline_tui.domain.words import Channel, FaultKind, HoldReason, Level, Milestone, Role, Trigger

THRESHOLDS = (50, 75, 90, 100)

FAULT_CLASSES: Mapping[str, str] = {
    FaultKind.SOFTWARE: "software",
    FaultKind.CONFIGURATION: "software",
    FaultKind.VIRUS: "software",
    FaultKind.HARDWARE: "equipment",
    FaultKind.LINE: "equipment",
}
"""For targets that know only software and equipment; operation is neither."""

STOPPED_BY: Mapping[str, frozenset[str]] = {
    milestone: frozenset({HoldReason.CUSTOMER, HoldReason.APPOINTMENT})
    for milestone in (Milestone.ARRIVE, Milestone.RESTORE, Milestone.RESOLVE)
}
"""Clock rule 7: which holds stop which milestones. A policy may name fewer, never more."""


@dataclass(frozen=True, slots=True)
class SlaFacts:
    """What decides which targets apply. None or empty: not known, so that no condition on it holds.

    `region` is `in_city` or `outside`, by the asset's site; `warranty` is `in` or `out`, judged at `received`, the
    last day included. `unusable`: cannot be repaired for now, and normal use is affected (SL-A7). `visit_needed`
    None: needed for a fault (P1–P3), not for wishes and questions (P4) (SL-D2).
    """

    level: str | None = None
    fault: str | None = None
    region: str = ""
    warranty: str = ""
    channel: str = ""
    known_solution: bool | None = None
    disaster: bool = False
    maintenance_contract: bool | None = None
    unusable: bool = False
    visit_needed: bool | None = None

    def value(self, name: str) -> str:
        """The fact as conditions compare it: text; `true`, `false`; empty when it is not known."""
        if name == "fault_class":
            return FAULT_CLASSES.get(self.fault or "", "")
        value = getattr(self, name)
        if name == "visit_needed" and value is None:
            value = None if self.level is None else self.level != Level.P4
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    def to_json(self) -> dict[str, str | bool]:
        """Only what differs from the unknown."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name)) != f.default}


_BOOL = frozenset({"true", "false"})
CONDITIONS: Mapping[str, frozenset[str]] = {
    "level": frozenset(Level),
    "fault": frozenset(FaultKind),
    "fault_class": frozenset(FAULT_CLASSES.values()),
    "region": frozenset({"in_city", "outside"}),
    "warranty": frozenset({"in", "out"}),
    "channel": frozenset(Channel),
    "known_solution": _BOOL,
    "disaster": _BOOL,
    "maintenance_contract": _BOOL,
    "unusable": _BOOL,
    "visit_needed": _BOOL,
}
"""What a target's `when` may ask, and the values it may name."""


@dataclass(frozen=True, slots=True)
class Target:
    """One time limit.

    Its time is one of: `within` (the same for all), `by_level`, `promised` (a promise with a time that the operator
    must give), or none at all (set in each contract, SL-C1). It applies when every condition of `when` holds and one
    of `triggers` has come, and counts from `counts_from` where that is set, else from the trigger.
    """

    id: str
    requirement: str
    milestone: Milestone
    clause: Wording
    triggers: tuple[Trigger, ...] = (Trigger.RECEIVED,)
    counts_from: Trigger | None = None
    within: Within | None = None
    by_level: Mapping[str, Within] = field(default_factory=dict)
    promised: bool = False
    when: tuple[tuple[str, frozenset[str]], ...] = ()
    calendar: str = ""
    """Empty: the policy's."""
    stopped_by: frozenset[str] = frozenset()
    thresholds: tuple[int, ...] = THRESHOLDS
    own: bool = False
    """The contract's own line (SL-0)."""
    line: int = 0

    def within_for(self, facts: SlaFacts) -> Within | None:
        """The time for these facts; None where the target names none."""
        return self.by_level.get(facts.level or "") if self.by_level else self.within

    @property
    def by_contract(self) -> bool:
        """The time stands in each contract only."""
        return self.within is None and not self.by_level and not self.promised

    @property
    def conditions(self) -> int:
        """How particular it is: of two that apply, the one with more conditions wins."""
        return len(self.when) + bool(self.by_level)

    def applies(self, facts: SlaFacts) -> bool:
        """Whether every condition holds and there is a time (or a promise to give) for these facts."""
        if not (self.promised or self.within_for(facts)):
            return False
        return all(facts.value(name) in values for name, values in self.when)


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one document's rules. `text` is the file's exact text, `sha256` its digest."""

    id: str
    title: Wording
    calendar: str
    targets: tuple[Target, ...]
    wording: str
    """`AC` or `E`: which definition of P1–P4 counts (requirements §2)."""
    levels: Mapping[str, Wording]
    out_of_warranty: Wording
    """What is charged out of warranty (HA-7)."""
    complaints_to: Role
    """CU-5."""
    escalation: tuple[tuple[int, str], ...] = ()
    """(percent of a target used, role) from near to far, as `escalation.chain_of` takes it; empty: the house's own."""
    thresholds: tuple[int, ...] = THRESHOLDS
    text: str = ""
    sha256: str = ""

    @property
    def asks_key_point(self) -> bool:
        """Whether triage asks if a key business point is hit (E)."""
        return self.wording == "E"

    @property
    def calendars(self) -> tuple[str, ...]:
        """The names of every calendar that a target uses."""
        return tuple(dict.fromkeys([self.calendar, *(t.calendar for t in self.targets if t.calendar)]))

    def of(self, milestone: str) -> tuple[Target, ...]:
        """The targets of one milestone."""
        return tuple(target for target in self.targets if target.milestone == milestone)

    def target(self, id: str) -> Target | None:
        """A target by its id."""
        return next((target for target in self.targets if target.id == id), None)

    def with_overrides(self, own: tuple[Target, ...], calendar: str = "") -> Policy:
        """The policy with a contract's own lines and calendar (SL-0). A line with the id of a policy's target
        replaces it."""
        if not own and not calendar:
            return self
        ids = {target.id for target in own}
        kept = tuple(target for target in self.targets if target.id not in ids)
        return replace(self, targets=own + kept, calendar=calendar or self.calendar)
