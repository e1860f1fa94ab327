"""What screens show: frozen, bounded read models. A screen never holds a database row.

Instants are `float` seconds since the epoch (the screen only subtracts), `0.0` or None where there is none. Kinds and
states are the stored words (`words.py`); a word that this release does not know is shown raw. Text has been cleaned at
entry and is cleaned again at rendering.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

PAGE = 200
"""The most rows a board ever holds of one kind; the next page is asked for by key."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call in the incoming queue (pane 1): waiting, claimed (by whom), or abandoned and owed a call-back."""

    id: int
    state: str
    channel: str
    entered: float
    number: str
    """For display, grouped; empty when withheld."""
    name: str
    """The contact's name, or the name as given."""
    customer_id: int | None
    customer: str
    service_level: str
    """gold, silver, … of the contract; empty without one."""
    contract: bool
    """Counts as a contract customer (an unknown number does, until asked; IN-6)."""
    line: str
    text: str
    """First line of a mail or form; empty for the phone."""
    open_tickets: int
    top_level: str
    """The highest level among the customer's open tickets; empty without."""
    due: float | None
    """When the respond/reply clock runs out, or the promised call-back."""
    milestone: str
    claimed_by: str
    claimed_by_id: int | None
    claimed_at: float | None
    talk: str
    attempts: int
    """Call-back attempts so far."""
    mine: bool
    """Claimed by the operator who asked for the board."""
    answered: float | None
    left: float | None
    """When the caller hung up."""


@dataclass(frozen=True, slots=True)
class ClockRow:
    """The most urgent open clock of one ticket, call, complaint or order (pane 3)."""

    id: int
    """The clock's id: the row's key."""
    thing_kind: str
    thing_id: int
    number: str
    """Ticket number in full; the pane shortens it."""
    level: str
    customer: str
    summary: str
    milestone: str
    state: str
    start: float
    due: float | None
    """None while held or waiting."""
    t50: float | None
    t75: float | None
    t90: float | None
    """When 50, 75 and 90 % are used up: with `start` and `due` they give the share used without a calendar."""
    left_s: float | None
    """What is left, while held."""
    hold_reason: str
    review_at: float | None
    owner: str
    engineer: str
    engineer_state: str
    forecast_late_s: float
    """Seconds the ETA lies after the due instant; 0 when it does not."""
    by_raise: bool
    promise: bool
    major: bool
    thing_state: str
    region: str


@dataclass(frozen=True, slots=True)
class EngineerRow:
    """One engineer on the dispatch board (pane 4, FS-1)."""

    id: int
    name: str
    state: str
    since: float
    skills: tuple[str, ...]
    tier: str
    region: str
    phone: str
    on_shift: bool
    shift_until: float | None
    visit_id: int | None
    visit_state: str
    ticket_id: int | None
    ticket_number: str
    level: str
    customer: str
    planned: float | None
    """When a reserved visit is planned."""
    eta: float | None
    late_s: float
    """Seconds the ETA or the presence lies after the milestone it serves; 0 when not."""
    warn: str
    """'' | 'warn' | 'alert': how long this status has lasted, measured against its limits."""
    more_jobs: int
    """Further open visits (reserved, assigned) beside the shown one."""
    until: float | None
    """End of a break or absence."""
    duty_mobile: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """The state line, and the day's ACD figures."""

    waiting: int = 0
    longest_entered: float | None = None
    abandoned: int = 0
    """Abandoned calls that still wait for their call-back."""
    breached: int = 0
    due_soon: int = 0
    """Due within 30 minutes."""
    engineers_free: int = 0
    engineers_on_duty: int = 0
    open_tickets: int = 0
    held: int = 0
    offered_today: int = 0
    answered_today: int = 0
    within_20s: float | None = None
    """Share of the offered calls that were answered within 20 s; None before the first."""
    by_level: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DutyMobile:
    holder: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that rings until somebody at this desk acknowledges it."""

    key: str
    """Stable: `call:17`, `p1:42`, `breach:103`."""
    kind: str
    """'call' (waits over the limit), 'p1' (new P1), 'breach'."""
    thing_kind: str
    thing_id: int
    label: str
    since: float
    """From when it rings; an instant ahead of now means that it will, if nothing happens before."""
    acknowledged: bool


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """What one console wants to see. Filters are words as typed; pages go by key."""

    desk: int
    operator: int
    call_filter: str = ""
    clock_filter: str = ""
    engineer_filter: str = ""
    clock_after: tuple[float, int] | None = None
    """(due, clock id) of the last row of the page before."""
    call_after: tuple[float, int] | None = None
    mine_only: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """One frozen picture of the desk."""

    at: float
    """Database time of the picture."""
    feed: int
    """The change counter it shows."""
    calls: tuple[CallRow, ...] = ()
    calls_total: int = 0
    clocks: tuple[ClockRow, ...] = ()
    clocks_total: int = 0
    engineers: tuple[EngineerRow, ...] = ()
    engineers_total: int = 0
    figures: Figures = field(default_factory=Figures)
    duty: DutyMobile = field(default_factory=DutyMobile)
    alarms: tuple[Alarm, ...] = ()
    my_calls: tuple[int, ...] = ()
    """Calls that this operator has claimed."""


# ---- identity -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Me:
    """Who sits here: the console's operator, desk and shift."""

    operator_id: int
    operator: str
    roles: tuple[str, ...]
    desk_id: int
    desk: str
    timezone: str
    language: str
    session_id: int
    shift: str = ""
    shift_start: float | None = None
    shift_end: float | None = None
    demo: bool = False


# ---- screen pop and triage ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ContactRow:
    id: int
    name: str
    customer_id: int
    customer: str
    phones: tuple[str, ...]
    email: str
    may_call: bool
    exact: bool = True
    """False: a "maybe" match (same trunk, other extension)."""


@dataclass(frozen=True, slots=True)
class ContractRow:
    id: int
    number: str
    policy: str
    policy_title_zh: str
    policy_title_en: str
    service_level: str
    warranty_until: str
    """ISO date; empty when none."""
    in_warranty: bool
    charge_zh: str
    charge_en: str
    """What is free and what is charged now (HA-7)."""
    maintenance: bool
    named_contacts: tuple[str, ...]
    wording: str
    """Which P1–P4 wording: 'AC' or 'E'."""


@dataclass(frozen=True, slots=True)
class AssetRow:
    id: int
    name: str
    model: str
    serial: str
    quantity: int
    site: str
    region: str


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket in a list: open tickets of a customer, history, search results, duplicates."""

    id: int
    number: str
    level: str
    state: str
    customer: str
    summary: str
    fault_kind: str
    received: float
    closed: float | None
    owner: str
    milestone: str = ""
    due: float | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    id: int
    text: str
    received: float
    answered: float | None
    state: str


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """CU-1 as the operator needs it on the line: who, under which contract, with what, and what happened lately."""

    id: int
    name: str
    region: str
    notes: str
    contacts: tuple[ContactRow, ...]
    contracts: tuple[ContractRow, ...]
    assets: tuple[AssetRow, ...]
    open_tickets: tuple[TicketRow, ...]
    last_problems: tuple[TicketRow, ...]
    """The last three that ended."""
    complaints: tuple[ComplaintRow, ...]
    version: int


@dataclass(frozen=True, slots=True)
class ScreenPop:
    """What claiming a call shows: one match fills the card, several offer a choice, none a new contact."""

    call: CallRow
    text: str
    """Full text of a mail or form."""
    matches: tuple[ContactRow, ...]
    card: CustomerCard | None
    contact_id: int | None


@dataclass(frozen=True, slots=True)
class CustomerHit:
    id: int
    name: str
    region: str
    contact_id: int | None
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class ArticleHit:
    id: int
    number: str
    title: str
    solution: str
    used: int
    score: float


@dataclass(frozen=True, slots=True)
class DuePreview:
    milestone: str
    due: float | None
    """None: on a trigger that has not come, or by promise."""
    state: str
    clause_zh: str
    clause_en: str
    requirement: str
    note: str = ""
    """'promise' (a promise with a time), the trigger it waits for, or ''."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What saving would do, counted from when the call came in."""

    level: str
    level_reason: str
    """msgid of the reason; the console translates it."""
    overridden: bool
    dues: tuple[DuePreview, ...]
    duplicates: tuple[TicketRow, ...]
    articles: tuple[ArticleHit, ...]
    playbook: tuple[tuple[str, str], ...]
    """Response steps (zh, en)."""
    route: tuple[str, ...]
    """msgids of the route of this fault kind (TR-2)."""
    charge_zh: str = ""
    charge_en: str = ""


# ---- a ticket in full ---------------------------------------------------------------------------------------------


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
class EventRow:
    """One line of the record. `kind` and `params` are codes: the console says them in its language."""

    seq: int
    at: float
    who: str
    thing_kind: str
    thing_id: int
    kind: str
    params: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str, str], ...]
    """(field, before, after)."""
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


@dataclass(frozen=True, slots=True)
class ReachRow:
    """Somebody who can be phoned now (console.md rule 8)."""

    name: str
    phone: str
    role: str
    state: str
    duty_mobile: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Typed text that must outlive everything. `fields` is JSON text made by the form."""

    key: str
    """`call:17`, `ticket:42:edit`."""
    fields: str
    saved: float


class LinkState(StrEnum):
    """The database link as the state line shows it."""

    OPENING = "opening"
    LIVE = "live"
    STALE = "stale"
    """The last board is shown with its age; writes are refused."""
