"""Service orders and maintenance plans."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from hotline_tui.store.types import key, maybe_num, maybe_when, num, open_unless, opt, ref, txt, when

_OPEN = text("open = 1")
_PG_OPEN = text("open")


class ServiceOrder(SQLModel, table=True):
    """Planned work of one of seven kinds, with its checklist (FS-3)."""

    __tablename__ = "service_order"
    __table_args__ = (
        Index("service_order_number", "number", unique=True),
        Index("service_order_customer", "customer_id"),
        Index("service_order_open", "desk_id", "planned_at", "id", sqlite_where=_OPEN, postgresql_where=_PG_OPEN),
        Index("service_order_plan", "plan_id"),
    )
    id: int | None = key()
    number: str = txt()
    kind: str = txt()
    desk_id: int = ref("desk.id")
    customer_id: int = ref("customer.id")
    contact_id: int | None = opt("contact.id")
    contract_id: int | None = opt("contract.id")
    asset_id: int | None = opt("asset.id")
    ticket_id: int | None = opt("ticket.id")
    plan_id: int | None = opt("plan.id")
    summary: str = txt()
    state: str = txt("planned")
    """planned, confirmed, under_way, done, signed, cancelled."""
    open: bool | None = open_unless("signed", "cancelled")
    planned_at: datetime | None = maybe_when()
    confirmed_at: datetime | None = maybe_when()
    done_at: datetime | None = maybe_when()
    signed_at: datetime | None = maybe_when()
    signed_by: str = txt("")
    open_points: str = txt("")
    owner_operator_id: int | None = opt("operator.id")
    created_at: datetime = when()
    version: int = num(1)


class Plan(SQLModel, table=True):
    """Work that comes back: quarterly maintenance, monthly inspection (FS-6)."""

    __tablename__ = "plan"
    __table_args__ = (
        Index(
            "plan_due",
            "desk_id",
            "next_on",
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
        Index("plan_customer", "customer_id"),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    customer_id: int = ref("customer.id")
    contract_id: int | None = opt("contract.id")
    asset_id: int | None = opt("asset.id")
    kind: str = txt("maintain")
    title: str = txt()
    every: str = txt()
    """`month`, `quarter`, `half_year`, `year`, or `<n>d`."""
    next_on: date
    last_done_on: date | None = Field(default=None, nullable=True)
    lead_days: int = num(14)
    minutes: int | None = maybe_num()
    retired_at: datetime | None = maybe_when()
    version: int = num(1)
