"""What clocks are computed from: a timeline of small facts, kept inside the events of a thing (clock rule 13).

A timeline is a tuple of facts in the order they were recorded; `at` is when each happened (aware, UTC). It may lie
before the fact recorded ahead of it (arrived at 10:20, typed at 10:40): evaluation orders by `at`. `Undone` takes one
fact back by its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, ClassVar

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.policy import SlaFacts
from hotline_tui.domain.within import shown


@dataclass(frozen=True, slots=True)
class Pin:
    """The versions that count (clock rule 5). `policy` and the calendars' second parts are keys of `Rules` (sha256).

    `calendars` pairs each calendar name the policy uses with its version; `overrides` are the contract's own lines as
    `policy_text.overrides_text` writes them; `calendar` is the contract's own calendar's name, empty for the policy's.
    An empty `policy`: no contract, only promises and reviews.
    """

    policy: str = ""
    calendars: tuple[tuple[str, str], ...] = ()
    overrides: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened at an instant."""

    tag: ClassVar[str] = ""
    at: datetime


@dataclass(frozen=True, slots=True)
class Received(Fact):
    """The first fact. `at`: entry into the queue; `thing`: call, ticket, complaint or order."""

    tag: ClassVar[str] = "received"
    facts: SlaFacts
    pin: Pin
    thing: str = "ticket"


@dataclass(frozen=True, slots=True)
class Changed(Fact):
    """Level, region, fault kind, contract … are different from now on, or newer versions were adopted. None: as
    before."""

    tag: ClassVar[str] = "changed"
    facts: SlaFacts | None = None
    pin: Pin | None = None


@dataclass(frozen=True, slots=True)
class Triggered(Fact):
    """`phone_failed`, `visit_decided` (which implies it), `restore_impossible`, … `restored` follows from `Met`."""

    tag: ClassVar[str] = "triggered"
    trigger: str


@dataclass(frozen=True, slots=True)
class HoldStarted(Fact):
    tag: ClassVar[str] = "hold"
    reason: str
    review_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HoldEnded(Fact):
    tag: ClassVar[str] = "resumed"


@dataclass(frozen=True, slots=True)
class Met(Fact):
    """A milestone is reached, and with it every open promise of it. `respond`, `reply`, `progress`, `callback`,
    `update` are also our word to the customer; `restore` voids what it makes needless (clock rule 9)."""

    tag: ClassVar[str] = "met"
    milestone: str


@dataclass(frozen=True, slots=True)
class Voided(Fact):
    """A milestone no longer applies: `why` is a code. A visit decided anew brings `arrive` and `measures` back."""

    tag: ClassVar[str] = "voided"
    milestone: str
    why: str


@dataclass(frozen=True, slots=True)
class Promised(Fact):
    """A word given: `promise` names it uniquely within the thing (an id as text)."""

    tag: ClassVar[str] = "promised"
    promise: str
    milestone: str
    due: datetime


@dataclass(frozen=True, slots=True)
class PromiseMet(Fact):
    tag: ClassVar[str] = "promise_met"
    promise: str


@dataclass(frozen=True, slots=True)
class PromiseVoid(Fact):
    tag: ClassVar[str] = "promise_void"
    promise: str
    why: str


@dataclass(frozen=True, slots=True)
class CustomerContact(Fact):
    """The customer asked or told us something: the first unanswered one starts `update`."""

    tag: ClassVar[str] = "contact"


@dataclass(frozen=True, slots=True)
class OurWord(Fact):
    """We told the customer something: meets `update`."""

    tag: ClassVar[str] = "word"


@dataclass(frozen=True, slots=True)
class Touched(Fact):
    """Any other event on the record: the review of SL-1 counts from the last one."""

    tag: ClassVar[str] = "touched"


@dataclass(frozen=True, slots=True)
class Reopened(Fact):
    """The customer's new report: a second cycle of every milestone begins (clock rule 10)."""

    tag: ClassVar[str] = "reopened"


@dataclass(frozen=True, slots=True)
class Merged(Fact):
    """A duplicate was merged into this one: its first occurrences count where they are earlier. Made by
    `merge_fact`."""

    tag: ClassVar[str] = "merged"
    triggers: tuple[tuple[str, datetime], ...] = ()
    met: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Closed(Fact):
    """Closed, merged into another, or cancelled: what is still open is void with this `why`."""

    tag: ClassVar[str] = "closed"
    why: str = "closed"


@dataclass(frozen=True, slots=True)
class Undone(Fact):
    """Takes the fact at a place of the timeline (0 is the first) back, as if it had never been."""

    tag: ClassVar[str] = "undone"
    place: int


Timeline = tuple[Fact, ...]

KINDS: Mapping[str, type[Fact]] = {
    kind.tag: kind
    for kind in (
        Received,
        Changed,
        Triggered,
        HoldStarted,
        HoldEnded,
        Met,
        Voided,
        Promised,
        PromiseMet,
        PromiseVoid,
        CustomerContact,
        OurWord,
        Touched,
        Reopened,
        Merged,
        Closed,
        Undone,
    )
}

_INSTANTS = frozenset({"at", "due", "review_at"})
_PAIRS = frozenset({"triggers", "met"})


def fact_to_json(fact: Fact) -> dict[str, Any]:
    """A fact as JSON values, `{"t": tag, "at": …}`; what is empty is left out. For the body of an event."""
    body: dict[str, Any] = {"t": fact.tag}
    for field in fields(fact):
        value = getattr(fact, field.name)
        if value is None or value in ((), ""):
            continue
        body[field.name] = _plain(value)
    return body


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, SlaFacts):
        return value.to_json()
    if isinstance(value, Pin):
        pin = {field.name: getattr(value, field.name) for field in fields(value) if getattr(value, field.name)}
        return pin | ({"calendars": dict(value.calendars)} if value.calendars else {})
    if isinstance(value, tuple):
        return [[key, _plain(at)] for key, at in value]
    return value if isinstance(value, int) else str(value)


def fact_from_json(body: Mapping[str, Any]) -> Fact:
    """Read what `fact_to_json` wrote. Raises `Invalid` when it is damaged or from a newer console."""
    try:
        kind = KINDS[body["t"]]
        return kind(**{name: _value(name, value) for name, value in body.items() if name != "t"})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Invalid(N_("A fact on the record cannot be read: {body}."), body=shown(dict(body))) from error


def _value(name: str, value: Any) -> Any:
    if name in _INSTANTS:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError(value)
        return at
    if name == "facts":
        return SlaFacts(**value)
    if name == "pin":
        calendars = tuple((str(key), str(version)) for key, version in value.get("calendars", {}).items())
        return Pin(**{**value, "calendars": calendars})
    if name in _PAIRS:
        return tuple((str(key), datetime.fromisoformat(at)) for key, at in value)
    return value


def timeline_to_json(timeline: Iterable[Fact]) -> list[dict[str, Any]]:
    """A whole timeline as a JSON list."""
    return [fact_to_json(fact) for fact in timeline]


def timeline_from_json(bodies: Sequence[Mapping[str, Any]]) -> Timeline:
    """Read what `timeline_to_json` wrote. Raises `Invalid`."""
    return tuple(fact_from_json(body) for body in bodies)


def in_order(timeline: Sequence[Fact], until: datetime) -> list[Fact]:
    """The facts up to and with an instant, without those taken back by then, ordered by when they happened."""
    undone = {fact.place for fact in timeline if isinstance(fact, Undone) and fact.at <= until}
    kept = [fact for place, fact in enumerate(timeline) if fact.at <= until and place not in undone]
    kept.sort(key=lambda fact: fact.at)
    return kept
