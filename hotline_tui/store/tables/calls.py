"""Calls: every contact from outside, on any channel, in one queue (IN-1 to IN-8)."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_num, maybe_when, num, open_unless, opt, ref, txt, when

_OPEN = text("open = 1")
_PG_OPEN = text("open")


class Call(SQLModel, table=True):
    """One contact from outside. `open` (waiting or claimed) is worked out by the database."""

    __tablename__ = "call"
    __table_args__ = (
        Index(
            "call_source",
            "channel",
            "source",
            "source_id",
            unique=True,
            sqlite_where=text("source_id <> ''"),
            postgresql_where=text("source_id <> ''"),
        ),
        Index(
            "call_queue",
            "desk_id",
            text("live DESC"),
            text("is_contract DESC"),
            "entered_at",
            "id",
            sqlite_where=_OPEN,
            postgresql_where=_PG_OPEN,
        ),
        Index(
            "call_callback",
            "desk_id",
            "callback_due",
            "id",
            sqlite_where=text("callback_state IN ('wanted', 'lead')"),
            postgresql_where=text("callback_state IN ('wanted', 'lead')"),
        ),
        Index("call_entered", "desk_id", "entered_at"),
        Index("call_customer", "customer_id", "entered_at"),
        Index("call_contact", "contact_id"),
        Index("call_ticket", "ticket_id"),
        Index("call_number", "number", "entered_at"),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    channel: str = txt()
    live: bool = flag()
    """Somebody is waiting on the line or at the counter: before mail and forms."""
    line: str = txt("")
    """The number that was dialled, the mailbox, the form."""
    number: str = txt("")
    """The caller's number in E.164, or empty."""
    number_raw: str = txt("")
    address: str = txt("")
    """The sender's e-mail or IM address."""
    name_given: str = txt("")
    org_given: str = txt("")
    contact_id: int | None = opt("contact.id")
    customer_id: int | None = opt("customer.id")
    contract_id: int | None = opt("contract.id")
    is_contract: bool = flag(True)
    """An unknown number counts as contract until asked (IN-6)."""
    subject: str = txt("")
    text: str = txt("")
    entered_at: datetime = when()
    """Received: entry into the queue; clocks count from here."""
    answered_at: datetime | None = maybe_when()
    """First answered (claimed by a person)."""
    ended_at: datetime | None = maybe_when()
    """The conversation was over."""
    left_at: datetime | None = maybe_when()
    """The caller hung up in the queue."""
    done_at: datetime | None = maybe_when()
    """Handled, advised, dismissed or given up: out of the queue."""
    state: str = txt("waiting")
    open: bool | None = open_unless("handled", "advised", "dismissed", "abandoned")
    talk: str = txt("")
    """talking, on_hold, transferred, ended; empty while waiting."""
    talk_since: datetime | None = maybe_when()
    held_s: int = num(0)
    """Seconds the caller was kept on hold, ended holds only."""
    claimed_by_id: int | None = opt("operator.id")
    claimed_at: datetime | None = maybe_when()
    answered_by_id: int | None = opt("operator.id")
    outcome: str = txt("")
    outcome_note: str = txt("")
    ticket_id: int | None = opt("ticket.id")
    callback_of_id: int | None = opt("call.id")
    callback_attempts: int = num(0)
    callback_due: datetime | None = maybe_when()
    callback_state: str = txt("")
    """Empty, wanted, lead (after 3 attempts the shift lead decides), done, given_up."""
    source: str = txt("")
    """Where it came from: `ami`, `imap`, `web`, `replay:<file hash>`, `demo` …"""
    source_id: str = txt("")
    """The channel's own id: unique per channel and source; empty when there is none."""
    details: dict[str, object] = doc()
    logged_wait_s: int | None = maybe_num()
    """Replay only: how long this caller waits before hanging up or being answered, as the log says."""
    version: int = num(1)
