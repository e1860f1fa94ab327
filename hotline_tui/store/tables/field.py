"""Field service: engineers, visits, service orders, planned work (FS-1 to FS-3, FS-6)."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_when, num, open_unless, opt, ref, txt

_OPEN = text("open = 1")
_PG_OPEN = text("open")
_MOVING = text("state IN ('en_route', 'on_site')")


class Engineer(SQLModel, table=True):
    """A field engineer. The state follows from roster and visits; break and off duty are set by hand."""

    __tablename__ = "engineer"
    id: int | None = key()
    code: str = txt(unique=True)
    name: str = txt()
    name_en: str = txt("")
    desk_id: int = ref("desk.id", index=True)
    phone: str = txt("")
    phone_e164: str = txt("")
    email: str = txt("")
    tier: str = txt("field")
    region: str = txt("")
    regions: list[object] = doc("[]")
    """Further regions served."""
    senior: bool = flag()
    state: str = txt("off_duty")
    since: datetime | None = maybe_when()
    by_hand: str = txt("")
    """break or off_duty, set by hand; empty: as roster and visits say."""
    by_hand_until: datetime | None = maybe_when()
    by_hand_note: str = txt("")
    remote_ticket_id: int | None = opt("ticket.id")
    """Being worked on from afar."""
    last_place: str = txt("")
    search: str = txt("")
    retired_at: datetime | None = maybe_when()
    version: int = num(1)


class Skill(SQLModel, table=True):
    """What an engineer can do: a fault kind, a product, a certificate."""

    __tablename__ = "skill"
    __table_args__ = (UniqueConstraint("engineer_id", "code"), Index("skill_code", "code"))
    id: int | None = key()
    engineer_id: int = ref("engineer.id")
    code: str = txt()
    grade: int = num(1)
    """1 can, 2 does well, 3 teaches."""
    valid_until: date | None = Field(default=None, nullable=True)


class Visit(SQLModel, table=True):
    """One journey of one engineer for one ticket or service order, each status with its time.

    An engineer is on at most one visit en route or on site (unique index).
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index("visit_ticket", "ticket_id"),
        Index("visit_order", "order_id"),
        Index("visit_open", "desk_id", "engineer_id", "id", sqlite_where=_OPEN, postgresql_where=_PG_OPEN),
        Index("visit_engineer", "engineer_id", "id", sqlite_where=_OPEN, postgresql_where=_PG_OPEN),
        Index("visit_one_moving", "engineer_id", unique=True, sqlite_where=_MOVING, postgresql_where=_MOVING),
    )
    id: int | None = key()
    ticket_id: int | None = opt("ticket.id")
    order_id: int | None = opt("service_order.id")
    desk_id: int = ref("desk.id")
    engineer_id: int | None = opt("engineer.id")
    number: int = num(1)
    """The ticket's first, second … visit."""
    state: str = txt("proposed")
    open: bool | None = open_unless("done", "declined", "blocked", "no_show", "called_off")
    remote: bool = flag()
    """Worked on from afar: nobody travels."""
    purpose: str = txt("")
    address: str = txt("")
    region: str = txt("")
    planned_at: datetime | None = maybe_when()
    """Reserved for this time."""
    eta: datetime | None = maybe_when()
    proposed_at: datetime | None = maybe_when()
    reserved_at: datetime | None = maybe_when()
    assigned_at: datetime | None = maybe_when()
    accepted_at: datetime | None = maybe_when()
    departed_at: datetime | None = maybe_when()
    arrived_at: datetime | None = maybe_when()
    ended_at: datetime | None = maybe_when()
    since: datetime | None = maybe_when()
    """In its present state since."""
    reason: str = txt("")
    """Why declined, blocked or called off."""
    result: str = txt("")
    solved: bool | None = None
    assigned_by_id: int | None = opt("operator.id")
    with_visit_id: int | None = opt("visit.id")
    """Travels together with this one."""
    version: int = num(1)
