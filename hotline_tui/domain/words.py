"""The words of the field: every kind and state, as the text that is stored and spoken of.

`StrEnum` members compare equal to their text, so that a value written by a newer console can be kept and shown raw.
"""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Priority of a ticket (TR-1)."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Channel(StrEnum):
    """How a call came in (IN-1)."""

    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    FAX = "fax"
    LETTER = "letter"
    VISIT = "visit"
    IM = "im"


LIVE_CHANNELS = frozenset({Channel.PHONE, Channel.VISIT, Channel.IM})
"""Somebody is waiting on the line or at the counter: before mail and forms (IN-6)."""


class FaultKind(StrEnum):
    """Fault kinds, each with its own route and playbook (TR-2)."""

    SOFTWARE = "software"
    HARDWARE = "hardware"
    CONFIGURATION = "configuration"
    OPERATION = "operation"
    LINE = "line"
    VIRUS = "virus"


class Works(StrEnum):
    """Triage question: what still works?"""

    NOTHING = "nothing"
    PARTLY = "partly"
    ERRORS = "errors"
    WISH = "wish"


class Affects(StrEnum):
    """Triage question: who is affected?"""

    ALL = "all"
    DEPARTMENT = "department"
    ONE = "one"


class CallState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    HANDLED = "handled"
    ADVISED = "advised"
    DISMISSED = "dismissed"
    ABANDONED = "abandoned"


class TalkState(StrEnum):
    """While a call is claimed."""

    TALKING = "talking"
    ON_HOLD = "on_hold"
    TRANSFERRED = "transferred"
    ENDED = "ended"
    """The caller has hung up; the operator still writes (after-call work)."""


class TicketState(StrEnum):
    OPEN = "open"
    WORKING = "working"
    RESTORED = "restored"
    WATCHING = "watching"
    RESOLVED = "resolved"
    CLOSED = "closed"
    MERGED = "merged"
    CANCELLED = "cancelled"


TICKET_ENDS = frozenset({TicketState.CLOSED, TicketState.MERGED, TicketState.CANCELLED})


class VisitState(StrEnum):
    PROPOSED = "proposed"
    RESERVED = "reserved"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    DONE = "done"
    DECLINED = "declined"
    BLOCKED = "blocked"
    NO_SHOW = "no_show"
    CALLED_OFF = "called_off"


VISIT_ENDS = frozenset(
    {VisitState.DONE, VisitState.DECLINED, VisitState.BLOCKED, VisitState.NO_SHOW, VisitState.CALLED_OFF}
)


class EngineerState(StrEnum):
    OFF_DUTY = "off_duty"
    AVAILABLE = "available"
    RESERVED = "reserved"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    REMOTE = "remote"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    BREAK = "break"


class Milestone(StrEnum):
    """What must have happened by a due time."""

    RESPOND = "respond"
    REPLY = "reply"
    UPDATE = "update"
    PROGRESS = "progress"
    MEASURES = "measures"
    """An engineer is on the way or on site after phone help has failed (SL-B2)."""
    ARRIVE = "arrive"
    RESTORE = "restore"
    RESOLVE = "resolve"
    LOANER = "loaner"
    REPLACE = "replace"
    """A replacement product is in the customer's hands (SL-B4)."""
    REPORT = "report"
    CALLBACK = "callback"
    REVIEW = "review"


class Trigger(StrEnum):
    """What starts a target."""

    RECEIVED = "received"
    PHONE_FAILED = "phone_failed"
    VISIT_DECIDED = "visit_decided"
    RESTORE_MISSED = "restore_missed"
    RESTORE_IMPOSSIBLE = "restore_impossible"
    RESTORED = "restored"
    COMPLAINT = "complaint"
    CUSTOMER_CONTACT = "customer_contact"
    PROMISED = "promised"
    LAST_EVENT = "last_event"


class ClockState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    HELD = "held"
    MET = "met"
    BREACHED = "breached"
    """Past due, still open."""
    MISSED = "missed"
    """Met too late."""
    VOID = "void"


OPEN_CLOCKS = frozenset({ClockState.WAITING, ClockState.RUNNING, ClockState.HELD, ClockState.BREACHED})


class HoldReason(StrEnum):
    CUSTOMER = "customer"
    APPOINTMENT = "appointment"
    PARTS = "parts"
    VENDOR = "vendor"


class Role(StrEnum):
    """OR-1."""

    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    SHIFT_LEAD = "shift_lead"
    ENGINEER = "engineer"
    CS_MANAGER = "cs_manager"
    SERVICE_DIRECTOR = "service_director"
    QUALITY_DIRECTOR = "quality_director"
    GENERAL_MANAGER = "general_manager"


class Tier(StrEnum):
    """HA-3: who works on it, from near to far."""

    FIELD = "field"
    CENTRE = "centre"
    RND = "rnd"
    VENDOR = "vendor"


class OrderKind(StrEnum):
    """FS-3: seven kinds of service order."""

    INSTALL = "install"
    MAINTAIN = "maintain"
    MIGRATE = "migrate"
    UPGRADE = "upgrade"
    EXPAND = "expand"
    EMERGENCY = "emergency"
    ADVISE = "advise"


class ThingKind(StrEnum):
    """What an event chain, a clock or a lease can belong to."""

    CALL = "call"
    TICKET = "ticket"
    VISIT = "visit"
    ENGINEER = "engineer"
    CUSTOMER = "customer"
    CONTACT = "contact"
    CONTRACT = "contract"
    ASSET = "asset"
    COMPLAINT = "complaint"
    ORDER = "order"
    POLICY = "policy"
    CALENDAR = "calendar"
    ARTICLE = "article"
    OPERATOR = "operator"
    DESK = "desk"
    SHIFT = "shift"
    HANDOVER = "handover"


class HandoverState(StrEnum):
    """A signed one never changes, nor does a refused one. Withdrawn: its writer leaves early instead, or the post was
    taken from them without it."""

    DRAFTED = "drafted"
    REVIEWING = "reviewing"
    SIGNED = "signed"
    SIGNED_RESERVED = "signed_reserved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
