"""Acts on calls: from the ring to the end of the line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from ..words import Channel, TalkState
from .base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterCall(Command):
    """A contact from outside enters the queue (IN-1). The same (channel, source_id) enters once."""

    kind: ClassVar[str] = "call.enter"
    channel: Channel
    number: str = ""
    """Caller's number, mail address or account as given; empty when withheld."""
    name: str = ""
    text: str = ""
    """Subject and body of a mail, fax, form or message."""
    line: str = ""
    """The line dialled or the mailbox (IN-5)."""
    source: str = ""
    source_id: str = ""
    received: datetime | None = None
    """When it reached us, if earlier than now (mail read late); None means now."""
    customer: int | None = None
    contact: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCall(Command):
    """Take a call out of the queue; it is answered now if it is live. `call` None means the next by IN-6."""

    kind: ClassVar[str] = "call.claim"
    undoable: ClassVar[bool] = True
    call: int | None = None
    session: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCall(Command):
    """Put a claimed call back."""

    kind: ClassVar[str] = "call.release"
    call: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOverCall(Command):
    """Take a call that somebody else has claimed; the record says from whom and why."""

    kind: ClassVar[str] = "call.take_over"
    call: int
    reason: str
    session: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTalk(Command):
    """The caller is talking, on hold, transferred, or has hung up while the operator still writes."""

    kind: ClassVar[str] = "call.talk"
    undoable: ClassVar[bool] = True
    call: int
    talk: TalkState


@dataclass(frozen=True, slots=True, kw_only=True)
class AbandonCall(Command):
    """The caller hung up before an answer; a call-back is promised (IN-8)."""

    kind: ClassVar[str] = "call.abandon"
    call: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviseCall(Command):
    """Solved at once on the phone; no ticket. Customer and contact are kept where known."""

    kind: ClassVar[str] = "call.advise"
    undoable: ClassVar[bool] = True
    call: int
    text: str
    customer: int | None = None
    contact: int | None = None
    article: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissCall(Command):
    """Wrong number, spam, test call."""

    kind: ClassVar[str] = "call.dismiss"
    undoable: ClassVar[bool] = True
    call: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCall(Command):
    """The call belongs to a ticket that is there already; a report on a restored or resolved one may reopen it."""

    kind: ClassVar[str] = "call.join"
    call: int
    ticket: int
    text: str = ""
    reopen: bool = False
    contact: int | None = None
    customer: int | None = None
    """For whom the caller reports, as the operator has it; None: whom the call is known to come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TryCallBack(Command):
    """One attempt to call back. Reached claims the call; after three misses the shift lead decides."""

    kind: ClassVar[str] = "call.call_back"
    call: int
    reached: bool
    session: int = 0
