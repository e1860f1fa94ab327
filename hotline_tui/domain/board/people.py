"""Screen pop and triage: the customer file as it is needed on the line, and what saving would do."""

from __future__ import annotations

from dataclasses import dataclass

from .rows import CallRow


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
class ColleagueRow:
    """Somebody, or a post, that work can be passed to (HA-3)."""

    kind: str
    """'operator' or 'post'."""
    id: int
    name: str
    roles: tuple[str, ...]
    """Of a post: the role it is filled with."""
    on_duty: bool
    """On shift by the roster, or at a console; a post: somebody fills it."""
    at_console: bool
    away: bool
    holder: str = ""
    """Who fills the post now."""
