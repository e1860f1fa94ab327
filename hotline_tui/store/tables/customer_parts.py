"""What hangs on customers: systems, contacts' numbers, who a contract names."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from hotline_tui.store.types import flag, key, maybe_num, maybe_when, num, opt, ref, txt


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
