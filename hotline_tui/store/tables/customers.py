"""The customer file: organisations, contacts, contracts, systems (CU-1, CU-2, IN-7)."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_num, maybe_when, num, opt, ref, txt


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


class ContactPhone(SQLModel, table=True):
    """A number of a contact: E.164 for finding, and as written for dialling."""

    __tablename__ = "contact_phone"
    __table_args__ = (UniqueConstraint("contact_id", "e164"), Index("contact_phone_number", "e164"))
    id: int | None = key()
    contact_id: int = ref("contact.id")
    e164: str = txt()
    written: str = txt()
    kind: str = txt("")
    sort: int = num(0)


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


class ContractContact(SQLModel, table=True):
    """Who may call for a contract (IN-7)."""

    __tablename__ = "contract_contact"
    __table_args__ = (UniqueConstraint("contract_id", "contact_id"), Index("contract_contact_contact", "contact_id"))
    id: int | None = key()
    contract_id: int = ref("contract.id")
    contact_id: int = ref("contact.id")
    role: str = txt("")
    retired_at: datetime | None = maybe_when()


class Asset(SQLModel, table=True):
    """A system or piece of equipment at a customer's site."""

    __tablename__ = "asset"
    __table_args__ = (
        Index("asset_customer", "customer_id"),
        Index("asset_contract", "contract_id"),
        Index("asset_serial", "serial", sqlite_where=text("serial <> ''"), postgresql_where=text("serial <> ''")),
    )
    id: int | None = key()
    customer_id: int = ref("customer.id")
    contract_id: int | None = opt("contract.id")
    kind: str = txt("")
    """software, equipment, line …; decides which of a policy's targets apply."""
    name: str = txt()
    maker: str = txt("")
    model: str = txt("")
    serial: str = txt("")
    quantity: int = num(1)
    software_version: str = txt("")
    site: str = txt("")
    address: str = txt("")
    region: str = txt("")
    in_city: bool = flag(True)
    """Inside the city for SL-A4."""
    key_point: bool = flag()
    """A key business point or an important site."""
    installed_on: date | None = Field(default=None, nullable=True)
    accepted_on: date | None = Field(default=None, nullable=True)
    warranty_until: date | None = Field(default=None, nullable=True)
    """Empty: the contract's."""
    price_cents: int | None = maybe_num()
    notes: str = txt("")
    retired_at: datetime | None = maybe_when()
    version: int = num(1)
