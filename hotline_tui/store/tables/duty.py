"""The handover (OR-3). Its lines and the duty log stand apart: the first board does not read them."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_when, num, opt, ref, txt, when


class Handover(SQLModel, table=True):
    """One passing-on of a desk between two shifts. Signed or refused, it never changes (by trigger)."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("handover_desk", "desk_id", "drafted_at"),
        Index(
            "handover_open",
            "desk_id",
            "from_operator_id",
            unique=True,
            sqlite_where=text("state IN ('drafted', 'reviewing')"),
            postgresql_where=text("state IN ('drafted', 'reviewing')"),
        ),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    partial: bool = flag()
    """Only the outgoing operator's own work; no post moves."""
    from_shift_id: int | None = opt("shift.id")
    to_shift_id: int | None = opt("shift.id")
    from_operator_id: int = ref("operator.id")
    to_operator_id: int | None = opt("operator.id")
    state: str = txt("drafted")
    """drafted, reviewing, signed, signed_reserved, refused (`words.HandoverState`)."""
    drafted_at: datetime = when()
    as_of: datetime | None = maybe_when()
    """The instant the lists were taken."""
    out_signed_at: datetime | None = maybe_when()
    in_signed_at: datetime | None = maybe_when()
    countersign: bool = flag()
    """The desk asked for the shift lead's signature too. That one is an event on its chain, for the row is frozen."""
    refused_at: datetime | None = maybe_when()
    reservation: str = txt("")
    words: str = txt("")
    """The outgoing lead's own words."""
    situation: dict[str, object] = doc()
    """Posts that move, shifts by name and time, and the checklist: item → [ok, note, by, at]."""
    figures: dict[str, object] = doc()
    seal_id: int | None = opt("seal.id")
    seal_hash: str = txt("")
    search: str = txt("")
    """All its words as text, written when it is signed: three a day are looked through, not indexed."""
    version: int = num(1)
