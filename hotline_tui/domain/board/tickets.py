"""A ticket in full, its record, who could go, and why a clock stands as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .people import AssetRow, ComplaintRow, ContractRow, TicketRow
from .rows import CallRow


@dataclass(frozen=True, slots=True)
class ClockView:
    id: int
    key: str
    milestone: str
    cycle: int
    state: str
    start: float
    due: float | None
    within: str
    """Seconds as text, or the word (`same_day`, `3wd`)."""
    t50: float | None
    t75: float | None
    t90: float | None
    left_s: float | None
    met: float | None
    breached: float | None
    by_raise: bool
    promise: bool
    text: str
    """What was promised."""
    clause_zh: str
    clause_en: str
    requirement: str
    predicted: bool
    void_reason: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    id: int
    state: str
    engineer_id: int | None
    engineer: str
    phone: str
    planned: float | None
    eta: float | None
    remote: bool
    result: str
    reason: str
    times: tuple[tuple[str, float], ...]
    """(state, when) in order."""


@dataclass(frozen=True, slots=True)
class StepRow:
    id: int
    phase: str
    """'prevent', 'respond' or 'check'."""
    text_zh: str
    text_en: str
    done_by: str
    done_at: float | None


@dataclass(frozen=True, slots=True)
class EscalationRow:
    """Somebody higher who must be told of a thing, or was told by hand (OR-2). Nothing is sent: a person tells them."""

    id: int
    step: str
    """t75, t90, breach, complaint; hand."""
    milestone: str
    """Of the clock that asks for it; empty by hand."""
    role: str
    who: str
    """Empty: nobody of that role could be reached then."""
    phone: str
    since: float
    told: float | None
    """When a person told them; None: they are still to be told."""
    told_by: str
    how: str
    """phone, message, person; empty until told."""
    words: str


@dataclass(frozen=True, slots=True)
class TellRow:
    """One who is still to be told, in the list of the whole desk."""

    step: EscalationRow
    thing_kind: str
    thing_id: int
    number: str
    """Of the ticket or complaint; empty for a call."""
    level: str
    customer: str
    """Of a caller who is not on file the number."""
    since: float


@dataclass(frozen=True, slots=True)
class TellPage:
    """At most 200 of them, who has waited longest first, and how many there are."""

    rows: tuple[TellRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the record. `kind` and `params` are codes: the console says them in its language."""

    seq: int
    at: float
    who: str
    thing_kind: str
    thing_id: int
    kind: str
    params: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str, str, str], ...]
    """(kind of the thing, field, before, after): one act may change a visit and its ticket."""
    undone: bool


@dataclass(frozen=True, slots=True)
class TicketView:
    """Everything about one ticket."""

    id: int
    number: str
    version: int
    level: str
    level_by_rule: str
    override_reason: str
    state: str
    fault_kind: str
    works: str
    affects: str
    key_point: bool | None
    known_solution: bool | None
    summary: str
    cause: str
    method: str
    customer_id: int
    customer: str
    contact_id: int | None
    contact: str
    phones: tuple[str, ...]
    contract: ContractRow | None
    asset: AssetRow | None
    region: str
    in_warranty: bool
    owner: str
    owner_id: int | None
    tier: str
    hold_reason: str
    hold_since: float | None
    review_at: float | None
    received: float
    opened: float
    restored: float | None
    closed: float | None
    major: bool
    parent: str
    children: tuple[TicketRow, ...]
    disaster: bool
    policy: str
    policy_newer: bool
    """A newer version of its policy or calendar could be adopted."""
    clocks: tuple[ClockView, ...]
    visits: tuple[VisitRow, ...]
    steps: tuple[StepRow, ...]
    calls: tuple[CallRow, ...]
    complaints: tuple[ComplaintRow, ...]
    acts: tuple[tuple[str, str], ...]
    """(act, '' or the msgid why not) – which lifecycle acts are possible now."""
    escalations: tuple[EscalationRow, ...] = ()
    """Those who are still to be told first."""
    install: str = ""
    """The answer about an installation, in contracts that ask for it."""
    merged_into: str = ""
    """The number of the ticket that goes on in its place."""


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """An engineer for a job, with the reasons (FS-2). Those who do not fit come last."""

    engineer_id: int
    name: str
    state: str
    phone: str
    region: str
    tier: str
    skills: tuple[str, ...]
    fits: bool
    score: float
    eta: float | None
    late_s: float
    reasons: tuple[tuple[str, str, tuple[tuple[str, str | datetime], ...]], ...]
    """(sign '+', '-' or '!', msgid, params): `locale.errors.sentence(msgid, dict(params), zone=…)` says it."""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    msgid: str
    params: tuple[tuple[str, object], ...] = ()
    """Texts, and wordings of which the reader's language is shown."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a clock stands as it stands (clock rule 12)."""

    clock_id: int
    title: str
    lines: tuple[ReasonLine, ...]
