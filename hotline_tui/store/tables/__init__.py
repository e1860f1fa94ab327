"""All tables, by name: `table_of(Ticket).c.due` is a column for a statement.

They are declared as SQLModel classes, a file per group of nouns (`models` has them all, for who works with objects and
a `Session`). `python -m hotline_tui.store.schema` writes from them the schema's SQL and `columns.json`: what a
statement has to know of each column. Here tables are made from that, each when it is first used. A console speaks Core
only: SQLModel, pydantic and SQLAlchemy's ORM would cost it 15 MB and a third of the time to the first board.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, MetaData, Table, Text

from hotline_tui.store.types import Json, UtcDateTime

COLUMNS = Path(__file__).parent / "columns.json"
"""By table: its columns in order, each with name and type; `key` in the primary key; `default` for who inserts."""

_TYPES = {kind.__name__: kind for kind in (BigInteger, Boolean, Date, Integer, Json, Text, UtcDateTime)}
METADATA = MetaData()
_MAKING = RLock()


@dataclass(frozen=True, slots=True)
class Model:
    """A table that is declared as the SQLModel class of the same name in `models`."""

    table: str


def table_of(model: Model) -> Table:
    """The table of a model."""
    return table_named(model.table)


def table_named(name: str) -> Table:
    """The table with this name in the database. KeyError when there is none."""
    found = METADATA.tables.get(name)
    if found is not None:
        return found
    with _MAKING:
        columns = (_column(**about) for about in _columns()[name])
        return Table(name, METADATA, *columns, keep_existing=True)


def load_all() -> MetaData:
    """Make every table, and give the metadata with all of them."""
    for name in _columns():
        table_named(name)
    return METADATA


@cache
def _columns() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(COLUMNS.read_bytes())
    return found


def _column(name: str, type: str, key: bool = False, default: Any = None) -> Column[Any]:
    """A default that could be changed is made anew for each row."""
    made = dict if default == {} else list if default == [] else default
    return Column(name, _TYPES[type], primary_key=key, default=made)


Absence = Model("absence")
Adoption = Model("adoption")
Article = Model("article")
Asset = Model("asset")
Bulletin = Model("bulletin")
BulletinReceipt = Model("bulletin_receipt")
CalendarVersion = Model("calendar_version")
Call = Model("call")
CallbackAttempt = Model("callback_attempt")
ChainHead = Model("chain_head")
Clock = Model("clock")
CommandRow = Model("command")
Complaint = Model("complaint")
Contact = Model("contact")
ContactPhone = Model("contact_phone")
Contract = Model("contract")
ContractContact = Model("contract_contact")
Counter = Model("counter")
Customer = Model("customer")
Desk = Model("desk")
Draft = Model("draft")
DutyMobile = Model("duty_mobile")
Engineer = Model("engineer")
Escalation = Model("escalation")
Event = Model("event")
Feed = Model("feed")
Handover = Model("handover")
HandoverLine = Model("handover_line")
Hold = Model("hold")
Lease = Model("lease")
Link = Model("link")
Loan = Model("loan")
Loaner = Model("loaner")
LogEntry = Model("log_entry")
Note = Model("note")
Operator = Model("operator")
OperatorRole = Model("operator_role")
Outbox = Model("outbox")
Part = Model("part")
Plan = Model("plan")
PolicyVersion = Model("policy_version")
Post = Model("post")
Rma = Model("rma")
RosterEntry = Model("roster_entry")
SchemaMeta = Model("schema_meta")
Seal = Model("seal")
ServiceOrder = Model("service_order")
Session = Model("session")
Shift = Model("shift")
Skill = Model("skill")
Step = Model("step")
StockMovement = Model("stock_movement")
Survey = Model("survey")
Ticket = Model("ticket")
Training = Model("training")
Visit = Model("visit")
