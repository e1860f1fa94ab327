"""The customer file: organisations, contacts, contracts, systems (CU-1, CU-2, IN-7)."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_when, num, opt, ref, txt


class Customer(SQLModel, table=True):
    """An organisation. `search` holds the tokens made by `store.search.document`."""

    __tablename__ = "customer"
    __table_args__ = (Index("customer_region", "region"),)
    id: int | None = key()
    code: str = txt(unique=True)
    name: str = txt()
    short_name: str = txt("")
    region: str = txt("")
    address: str = txt("")
    notes: str = txt("")
    warning: str = txt("")
    """Shown in red at screen pop: what the operator must know before speaking."""
    search: str = txt("")
    desk_id: int | None = opt("desk.id")
    created_at: datetime | None = maybe_when()
    merged_into_id: int | None = opt("customer.id")
    retired_at: datetime | None = maybe_when()
    version: int = num(1)


class Contact(SQLModel, table=True):
    """A person at a customer."""

    __tablename__ = "contact"
    id: int | None = key()
    customer_id: int = ref("customer.id", index=True)
    name: str = txt()
    title: str = txt("")
    department: str = txt("")
    email: str = txt("")
    im: str = txt("")
    may_call: bool = flag(True)
    """May ask for service in the customer's name; whom a contract names stands in `contract_contact`."""
    language: str = txt("")
    notes: str = txt("")
    retired_at: datetime | None = maybe_when()
    version: int = num(1)


class Contract(SQLModel, table=True):
    """What was promised to a customer: policy, overrides (SL-0), warranty from acceptance (CU-2)."""

    __tablename__ = "contract"
    __table_args__ = (UniqueConstraint("number"), Index("contract_customer", "customer_id"))
    id: int | None = key()
    number: str = txt()
    customer_id: int = ref("customer.id")
    name: str = txt("")
    kind: str = txt("warranty")
    """warranty, maintenance, project …"""
    policy: str = txt()
    """The policy's id (`campus`); the version in force when a call is received is pinned on the ticket."""
    policy_version_id: int | None = opt("policy_version.id")
    """Set only when the contract is bound to one version for ever."""
    overrides: list[object] = doc("[]")
    """Targets of this contract alone, in the form of a policy file's targets."""
    calendar: str = txt("")
    """Empty: the policy's."""
    service_level: str = txt("")
    signed_on: date | None = Field(default=None, nullable=True)
    accepted_on: date | None = Field(default=None, nullable=True)
    warranty_until: date | None = Field(default=None, nullable=True)
    """The last day under warranty, included."""
    ends_on: date | None = Field(default=None, nullable=True)
    notes: str = txt("")
    retired_at: datetime | None = maybe_when()
    version: int = num(1)
