"""All tables, a file per group of nouns.

Use them as SQLModel classes (`Ticket(number=…)`) or, on hot paths, through Core: `table_of(Ticket).c.due`.
A group is imported when the first of its tables is asked for: building all of them takes longer than the first board
may (what it does not read stands in groups of its own). Whatever needs them all calls `load_all`. The classes get their
mappers by `map_all`, for who works with objects and a `Session` of SQLModel: a console speaks Core only, and mappers
cost it a quarter of the time to make the classes, and 2 MB.
(The groups do without `from __future__ import annotations`: reading annotations back from text costs a tenth more.)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm.decl_base import _DeferredDeclarativeConfig

from hotline_tui.store.types import table_of

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from hotline_tui.store.tables.call_backs import CallbackAttempt
    from hotline_tui.store.tables.calls import Call
    from hotline_tui.store.tables.clocks import Clock
    from hotline_tui.store.tables.customer_parts import Asset, ContactPhone, ContractContact
    from hotline_tui.store.tables.customers import Contact, Contract, Customer
    from hotline_tui.store.tables.drafts import Draft
    from hotline_tui.store.tables.duty import Handover
    from hotline_tui.store.tables.duty_mobile import DutyMobile
    from hotline_tui.store.tables.duty_parts import HandoverLine, LogEntry
    from hotline_tui.store.tables.escalations import Escalation
    from hotline_tui.store.tables.feed import Feed
    from hotline_tui.store.tables.field import Engineer, Skill, Visit
    from hotline_tui.store.tables.knowledge import Article, Bulletin, BulletinReceipt, Training
    from hotline_tui.store.tables.orders import Plan, ServiceOrder
    from hotline_tui.store.tables.places import Absence, Desk, Operator, OperatorRole, Post, RosterEntry, Shift
    from hotline_tui.store.tables.quality import Complaint
    from hotline_tui.store.tables.records import ChainHead, CommandRow, Counter, Event, Outbox, SchemaMeta, Seal
    from hotline_tui.store.tables.rules import Adoption, CalendarVersion, PolicyVersion
    from hotline_tui.store.tables.sessions import Lease, Session
    from hotline_tui.store.tables.stores import Loan, Loaner, Part, Rma, StockMovement
    from hotline_tui.store.tables.surveys import Survey
    from hotline_tui.store.tables.ticket_parts import Hold, Link, Note, Step
    from hotline_tui.store.tables.tickets import Ticket

_GROUPS: dict[str, tuple[str, ...]] = {
    "call_backs": ("CallbackAttempt",),
    "calls": ("Call",),
    "clocks": ("Clock",),
    "customer_parts": ("Asset", "ContactPhone", "ContractContact"),
    "customers": ("Contact", "Contract", "Customer"),
    "drafts": ("Draft",),
    "duty": ("Handover",),
    "duty_mobile": ("DutyMobile",),
    "duty_parts": ("HandoverLine", "LogEntry"),
    "escalations": ("Escalation",),
    "feed": ("Feed",),
    "field": ("Engineer", "Skill", "Visit"),
    "knowledge": ("Article", "Bulletin", "BulletinReceipt", "Training"),
    "orders": ("Plan", "ServiceOrder"),
    "places": ("Absence", "Desk", "Operator", "OperatorRole", "Post", "RosterEntry", "Shift"),
    "quality": ("Complaint",),
    "records": ("ChainHead", "CommandRow", "Counter", "Event", "Outbox", "SchemaMeta", "Seal"),
    "rules": ("Adoption", "CalendarVersion", "PolicyVersion"),
    "sessions": ("Lease", "Session"),
    "stores": ("Loan", "Loaner", "Part", "Rma", "StockMovement"),
    "surveys": ("Survey",),
    "ticket_parts": ("Hold", "Link", "Note", "Step"),
    "tickets": ("Ticket",),
}
_WHERE = {name: group for group, names in _GROUPS.items() for name in names}


def load_all() -> MetaData:
    """Import every table and give the metadata with all of them."""
    from sqlmodel import SQLModel

    for group in _GROUPS:
        import_module(f"{__name__}.{group}")
    return SQLModel.metadata


def map_all() -> None:
    """Every table with its mapper: objects can be made, written and read by a `Session` from now on."""
    from sqlmodel import SQLModel

    load_all()
    for config in _DeferredDeclarativeConfig.classes_for_base(SQLModel):
        config.map()


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
    "map_all",
    "table_of",
]
