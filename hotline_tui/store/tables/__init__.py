"""All tables, a file per group of nouns.

Use them as SQLModel classes (`Ticket(number=…)`) or, on hot paths, through Core: `table_of(Ticket).c.due`.
"""

from __future__ import annotations

from sqlmodel import SQLModel

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
from hotline_tui.store.types import table_of

metadata = SQLModel.metadata

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
    "metadata",
    "table_of",
]
