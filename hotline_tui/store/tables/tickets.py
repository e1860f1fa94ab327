"""Tickets: one problem of one customer, P1–P4, from triage to closing."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_when, num, open_unless, opt, ref, txt, when

_OPEN = text("open = 1")
_PG_OPEN = text("open")


class Ticket(SQLModel, table=True):
    """One problem. `open` (not closed, merged or cancelled) is worked out by the database; `search` are tokens."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ticket_number", "number", unique=True),
        Index("ticket_open", "desk_id", "level", "id", sqlite_where=_OPEN, postgresql_where=_PG_OPEN),
        Index("ticket_customer", "customer_id", "received_at"),
        Index("ticket_customer_open", "customer_id", "id", sqlite_where=_OPEN, postgresql_where=_PG_OPEN),
        Index("ticket_owner", "owner_operator_id", sqlite_where=_OPEN, postgresql_where=_PG_OPEN),
        Index("ticket_post", "owner_post_id", sqlite_where=_OPEN, postgresql_where=_PG_OPEN),
        Index("ticket_asset", "asset_id", "received_at"),
        Index("ticket_contract", "contract_id"),
        Index(
            "ticket_parent",
            "parent_id",
            sqlite_where=text("parent_id IS NOT NULL"),
            postgresql_where=text("parent_id IS NOT NULL"),
        ),
        Index(
            "ticket_hold_review",
            "hold_review_at",
            sqlite_where=text("hold_review_at IS NOT NULL"),
            postgresql_where=text("hold_review_at IS NOT NULL"),
        ),
        Index("ticket_received", "desk_id", "received_at"),
    )
    id: int | None = key()
    number: str = txt()
    desk_id: int = ref("desk.id")
    customer_id: int = ref("customer.id")
    contact_id: int | None = opt("contact.id")
    contract_id: int | None = opt("contract.id")
    asset_id: int | None = opt("asset.id")
    call_id: int | None = opt("call.id")
    """The call that opened it; later ones point here by `call.ticket_id`."""
    channel: str = txt("phone")
    level: str = txt()
    level_by_rule: str = txt("")
    override_reason: str = txt("")
    fault_kind: str = txt("")
    works: str = txt("")
    affects: str = txt("")
    key_point: bool | None = None
    known_solution: bool | None = None
    answers: dict[str, object] = doc()
    """All triage answers as given, for questions of later releases."""
    summary: str = txt()
    description: str = txt("")
    search: str = txt("")
    state: str = txt("open")
    open: bool | None = open_unless("closed", "merged", "cancelled")
    cycle: int = num(1)
    hold_reason: str = txt("")
    hold_since: datetime | None = maybe_when()
    hold_review_at: datetime | None = maybe_when()
    owner_post_id: int | None = opt("post.id")
    owner_operator_id: int | None = opt("operator.id")
    tier: str = txt("field")
    department: str = txt("")
    with_whom: str = txt("")
    """Outside the house: the vendor, with its case number in `vendor_case`."""
    vendor_case: str = txt("")
    parent_id: int | None = opt("ticket.id")
    """The major it stands under."""
    is_major: bool = flag()
    merged_into_id: int | None = opt("ticket.id")
    disaster: bool = flag()
    """Declared a disaster by the shift lead (SL-B3)."""
    disaster_reason: str = txt("")
    upset: bool = flag()
    in_warranty: bool | None = None
    region: str = txt("")
    in_city: bool | None = None
    charge: str = txt("")
    """What is charged, as a code of HA-7."""
    cause: str = txt("")
    method: str = txt("")
    result: str = txt("")
    received_at: datetime = when()
    opened_at: datetime = when()
    opened_by_id: int | None = opt("operator.id")
    responded_at: datetime | None = maybe_when()
    phone_failed_at: datetime | None = maybe_when()
    visit_decided_at: datetime | None = maybe_when()
    arrived_at: datetime | None = maybe_when()
    restore_impossible_at: datetime | None = maybe_when()
    restored_at: datetime | None = maybe_when()
    watch_until: datetime | None = maybe_when()
    resolved_at: datetime | None = maybe_when()
    closed_at: datetime | None = maybe_when()
    reopened_at: datetime | None = maybe_when()
    last_event_at: datetime | None = maybe_when()
    unanswered_since: datetime | None = maybe_when()
    """The customer's first contact that nobody has answered yet (clock rule 8)."""
    policy_version_id: int | None = opt("policy_version.id")
    calendar_version_id: int | None = opt("calendar_version.id")
    playbook: str = txt("")
    version: int = num(1)
