"""Complaints, call-backs and surveys (CU-4, CU-5)."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from hotline_tui.store.types import key, maybe_when, num, open_unless, opt, ref, txt, when


class Complaint(SQLModel, table=True):
    """A complaint: goes to the role the policy names, never to the engineer complained about."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index("complaint_number", "number", unique=True),
        Index("complaint_customer", "customer_id"),
        Index("complaint_ticket", "ticket_id"),
        Index("complaint_open", "desk_id", "id", sqlite_where=text("open = 1"), postgresql_where=text("open")),
    )
    id: int | None = key()
    number: str = txt()
    desk_id: int = ref("desk.id")
    customer_id: int = ref("customer.id")
    contact_id: int | None = opt("contact.id")
    ticket_id: int | None = opt("ticket.id")
    call_id: int | None = opt("call.id")
    about_engineer_id: int | None = opt("engineer.id")
    about_operator_id: int | None = opt("operator.id")
    text: str = txt()
    state: str = txt("open")
    """open, answered, closed, withdrawn."""
    open: bool | None = open_unless("closed", "withdrawn")
    role: str = txt("")
    """Who must answer, by policy."""
    owner_operator_id: int | None = opt("operator.id")
    received_at: datetime = when()
    answered_at: datetime | None = maybe_when()
    closed_at: datetime | None = maybe_when()
    answer: str = txt("")
    cause: str = txt("")
    version: int = num(1)
