"""The spare-parts store, loaners, units at the maker's (FS-4, FS-5, HA-4, HA-6)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from hotline_tui.store.types import flag, key, maybe_when, num, opt, ref, txt, when


class Part(SQLModel, table=True):
    """A kind of part at one desk's store. `stock` is moved by `stock_movement` alone (by trigger), never below zero."""

    __tablename__ = "part"
    __table_args__ = (
        UniqueConstraint("desk_id", "code"),
        CheckConstraint("stock >= 0", name="part_stock_not_negative"),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    code: str = txt()
    name: str = txt()
    model: str = txt("")
    unit: str = txt("")
    original: bool = flag(True)
    """The maker's own; another needs the customer's consent (HA-6)."""
    shelf: str = txt("")
    stock: int = num(0)
    reorder_at: int = num(0)
    reorder_qty: int = num(0)
    search: str = txt("")
    retired_at: datetime | None = maybe_when()
    version: int = num(1)


class StockMovement(SQLModel, table=True):
    """One line of the ledger: never changed, never deleted; the sum of a part's lines is its stock."""

    __tablename__ = "stock_movement"
    __table_args__ = (Index("stock_movement_part", "part_id", "id"), Index("stock_movement_ticket", "ticket_id"))
    id: int | None = key()
    part_id: int = ref("part.id")
    kind: str = txt()
    """receipt, issue, return, count, scrap."""
    quantity: int = num()
    """Signed: in positive, out negative."""
    at: datetime = when()
    by_id: int | None = opt("operator.id")
    engineer_id: int | None = opt("engineer.id")
    ticket_id: int | None = opt("ticket.id")
    visit_id: int | None = opt("visit.id")
    order_id: int | None = opt("service_order.id")
    serials: str = txt("")
    consent: str = txt("")
    note: str = txt("")


class Loaner(SQLModel, table=True):
    """A unit that is lent: in the store, or out to exactly one customer (by its own row)."""

    __tablename__ = "loaner"
    __table_args__ = (
        UniqueConstraint("desk_id", "code"),
        CheckConstraint(
            "(state = 'out' AND customer_id IS NOT NULL AND out_at IS NOT NULL)"
            " OR (state <> 'out' AND customer_id IS NULL)",
            name="loaner_out_to_one",
        ),
        Index("loaner_due", "due_at", sqlite_where=text("state = 'out'"), postgresql_where=text("state = 'out'")),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    code: str = txt()
    name: str = txt()
    model: str = txt("")
    serial: str = txt("")
    grade: int = num(1)
    """Class; a loaner is of the same or a higher one."""
    state: str = txt("in")
    """in, out, repair, retired."""
    customer_id: int | None = opt("customer.id")
    ticket_id: int | None = opt("ticket.id")
    out_at: datetime | None = maybe_when()
    due_at: datetime | None = maybe_when()
    version: int = num(1)


class Loan(SQLModel, table=True):
    """One lending of a loaner; one open per loaner (unique index)."""

    __tablename__ = "loan"
    __table_args__ = (
        Index(
            "loan_one_open",
            "loaner_id",
            unique=True,
            sqlite_where=text("back_at IS NULL"),
            postgresql_where=text("back_at IS NULL"),
        ),
        Index("loan_customer", "customer_id"),
    )
    id: int | None = key()
    loaner_id: int = ref("loaner.id")
    customer_id: int = ref("customer.id")
    ticket_id: int | None = opt("ticket.id")
    out_at: datetime = when()
    due_at: datetime | None = maybe_when()
    back_at: datetime | None = maybe_when()
    out_by_id: int | None = opt("operator.id")
    back_by_id: int | None = opt("operator.id")
    condition: str = txt("")
    note: str = txt("")


class Rma(SQLModel, table=True):
    """A unit at the maker's: case, fetched, sent, chased, returned (HA-4)."""

    __tablename__ = "rma"
    __table_args__ = (
        Index(
            "rma_due",
            "desk_id",
            "due_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("rma_ticket", "ticket_id"),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    ticket_id: int | None = opt("ticket.id")
    asset_id: int | None = opt("asset.id")
    part_id: int | None = opt("part.id")
    maker: str = txt()
    case_number: str = txt("")
    serial: str = txt("")
    state: str = txt("opened")
    """opened, fetched, sent, at_maker, returned, delivered, closed, refused."""
    opened_at: datetime = when()
    sent_at: datetime | None = maybe_when()
    due_at: datetime | None = maybe_when()
    chased_at: datetime | None = maybe_when()
    returned_at: datetime | None = maybe_when()
    closed_at: datetime | None = maybe_when()
    note: str = txt("")
    version: int = num(1)
