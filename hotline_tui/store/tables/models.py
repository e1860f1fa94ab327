"""All tables as SQLModel classes, for who writes the schema or works with objects and a `Session`."""

from __future__ import annotations

from sqlmodel import SQLModel

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

METADATA = SQLModel.metadata
"""What all of them say."""

__all__ = [
    "METADATA",
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
]
