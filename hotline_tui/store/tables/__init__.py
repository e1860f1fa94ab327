"""All tables, a file per group of nouns.

Use them as SQLModel classes (`Ticket(number=…)`) or, on hot paths, through Core: `table_of(Ticket).c.due`.
A group is imported when the first of its tables is asked for: building all of them takes longer than the first board
may. Whatever needs them all calls `load_all`; a `Session` of SQLModel does so by itself before its first flush.
(The groups do without `from __future__ import annotations`: reading annotations back from text costs a tenth more.)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.orm import Session as _OrmSession

from hotline_tui.store.types import table_of

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from hotline_tui.store.tables.calls import Call, CallbackAttempt
    from hotline_tui.store.tables.clocks import Clock
    from hotline_tui.store.tables.customers import Asset, Contact, ContactPhone, Contract, ContractContact, Customer
    from hotline_tui.store.tables.duty import DutyMobile, Handover, HandoverLine, LogEntry
    from hotline_tui.store.tables.field import Engineer, Plan, ServiceOrder, Skill, Visit
    from hotline_tui.store.tables.knowledge import Article, Bulletin, BulletinReceipt, Escalation, Training
    from hotline_tui.store.tables.places import Absence, Desk, Operator, OperatorRole, Post, RosterEntry, Shift
    from hotline_tui.store.tables.quality import Complaint, Survey
    from hotline_tui.store.tables.records import (
        ChainHead,
        CommandRow,
        Counter,
        Event,
        Feed,
        Outbox,
        SchemaMeta,
        Seal,
    )
    from hotline_tui.store.tables.rules import Adoption, CalendarVersion, PolicyVersion
    from hotline_tui.store.tables.sessions import Draft, Lease, Session
    from hotline_tui.store.tables.stores import Loan, Loaner, Part, Rma, StockMovement
    from hotline_tui.store.tables.tickets import Hold, Link, Note, Step, Ticket

_GROUPS: dict[str, tuple[str, ...]] = {
    "calls": (
        "Call",
        "CallbackAttempt",
    ),
    "clocks": ("Clock",),
    "customers": (
        "Asset",
        "Contact",
        "ContactPhone",
        "Contract",
        "ContractContact",
        "Customer",
    ),
    "duty": (
        "DutyMobile",
        "Handover",
        "HandoverLine",
        "LogEntry",
    ),
    "field": (
        "Engineer",
        "Plan",
        "ServiceOrder",
        "Skill",
        "Visit",
    ),
    "knowledge": (
        "Article",
        "Bulletin",
        "BulletinReceipt",
        "Escalation",
        "Training",
    ),
    "places": (
        "Absence",
        "Desk",
        "Operator",
        "OperatorRole",
        "Post",
        "RosterEntry",
        "Shift",
    ),
    "quality": (
        "Complaint",
        "Survey",
    ),
    "records": (
        "ChainHead",
        "CommandRow",
        "Counter",
        "Event",
        "Feed",
        "Outbox",
        "SchemaMeta",
        "Seal",
    ),
    "rules": (
        "Adoption",
        "CalendarVersion",
        "PolicyVersion",
    ),
    "sessions": (
        "Draft",
        "Lease",
        "Session",
    ),
    "stores": (
        "Loan",
        "Loaner",
        "Part",
        "Rma",
        "StockMovement",
    ),
    "tickets": (
        "Hold",
        "Link",
        "Note",
        "Step",
        "Ticket",
    ),
}
_WHERE = {name: group for group, names in _GROUPS.items() for name in names}


def load_all() -> MetaData:
    """Import every table and give the metadata with all of them."""
    from sqlmodel import SQLModel

    for group in _GROUPS:
        import_module(f"{__name__}.{group}")
    return SQLModel.metadata


@event.listens_for(_OrmSession, "before_flush")
def _complete(*_: Any) -> None:
    """Objects are written in the order of their foreign keys: that needs every table they point to."""
    load_all()


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    globals()[name] = found
    return found


__all__ = [
    "Absence",
    "Adoption",
    "Article",
    "Asset",
    "Bulletin",
    "BulletinReceipt",
    "CalendarVersion",
    "Call",
    "CallbackAttempt",
    "ChainHead",
    "Clock",
    "CommandRow",
    "Complaint",
    "Contact",
    "ContactPhone",
    "Contract",
    "ContractContact",
    "Counter",
    "Customer",
    "Desk",
    "Draft",
    "DutyMobile",
    "Engineer",
    "Escalation",
    "Event",
    "Feed",
    "Handover",
    "HandoverLine",
    "Hold",
    "Lease",
    "Link",
    "Loan",
    "Loaner",
    "LogEntry",
    "Note",
    "Operator",
    "OperatorRole",
    "Outbox",
    "Part",
    "Plan",
    "PolicyVersion",
    "Post",
    "Rma",
    "RosterEntry",
    "SchemaMeta",
    "Seal",
    "ServiceOrder",
    "Session",
    "Shift",
    "Skill",
    "Step",
    "StockMovement",
    "Survey",
    "Ticket",
    "Training",
    "Visit",
    "load_all",
    "table_of",
]
