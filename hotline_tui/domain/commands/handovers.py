"""Acts of handing a desk over (OR-3), of the shift log and of the duty mobile (FS-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from .base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverCommand(Command):
    """An act on one handover."""

    handover: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftHandover(Command):
    """Begin, or take up again: an operator has one open handover at a desk; drafting again takes the picture anew."""

    kind: ClassVar[str] = "handover.draft"
    to: int | None = None
    """Who comes, where that is known already; needed where `partial`."""
    partial: bool = False
    """Only one's own work, to a named person: for somebody who leaves early. No post moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteHandover(HandoverCommand):
    """A note on a line (`line` is its key), or the outgoing operator's own words (`line` empty)."""

    kind: ClassVar[str] = "handover.write"
    line: str = ""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckHandover(HandoverCommand):
    """One item of the checklist: done, not in order (with a note), or open again (`ok` None)."""

    kind: ClassVar[str] = "handover.check"
    item: str
    ok: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveHandover(HandoverCommand):
    """The outgoing operator's signature: it can be reviewed from now on. `to`: who takes over, if known.

    Given again to somebody else, because nobody came: what the first one had marked has to be understood anew.
    """

    kind: ClassVar[str] = "handover.give"
    to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLines(HandoverCommand):
    """The incoming operator has understood these lines as they stand: (key, fingerprint). Others than the outgoing."""

    kind: ClassVar[str] = "handover.mark"
    lines: tuple[tuple[str, str], ...]
    understood: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLine(HandoverCommand):
    kind: ClassVar[str] = "handover.ask"
    line: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine(HandoverCommand):
    kind: ClassVar[str] = "handover.answer"
    line: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignHandover(HandoverCommand):
    """The incoming operator's signature: the post moves. With words in `reservation` it is signed with reservation."""

    kind: ClassVar[str] = "handover.sign"
    reservation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseHandover(HandoverCommand):
    """The incoming operator does not take over; the outgoing one goes on answering for the desk."""

    kind: ClassVar[str] = "handover.refuse"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawHandover(HandoverCommand):
    """The outgoing operator takes back what nobody has taken over yet, and goes on answering for the desk."""

    kind: ClassVar[str] = "handover.withdraw"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountersignHandover(HandoverCommand):
    """The shift lead's, where the desk asks for it; never one of the two who signed."""

    kind: ClassVar[str] = "handover.countersign"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePost(Command):
    """Fill a post without a handover: nobody had it, its holder is gone, or the shift lead says so. `why` is kept."""

    kind: ClassVar[str] = "post.take"
    post: int | None
    """None: every post of the desk that nobody fills, or whose holder is at no console."""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLog(Command):
    """An entry of the shift log (值班日志)."""

    kind: ClassVar[str] = "log.write"
    entry: str = "note"
    """note, order (领导交办), change, outage, protected (重要保障), test_call."""
    text: str
    from_whom: str = ""
    at: datetime | None = None
    """When it happened; now, unless it is entered afterwards. Never in the future."""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    due_at: datetime | None = None
    hand_over: bool = False
    """It goes into the next handovers until it is done or over."""
    ticket: int | None = None
    corrects: int | None = None
    """The entry that this one corrects: that one stays, struck through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseLog(Command):
    """An order is carried out, an outage over."""

    kind: ClassVar[str] = "log.close"
    log: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandMobile(Command):
    """The duty mobile passes to an operator or an engineer (one of them); `tested`: a test call went through."""

    kind: ClassVar[str] = "mobile.hand"
    operator: int | None = None
    engineer: int | None = None
    number: str = ""
    """Another phone from now on; empty: the same."""
    tested: bool = False
    note: str = ""
