"""What is being typed and not saved."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from hotline_tui.store.types import key, opt, ref, txt, when


class Draft(SQLModel, table=True):
    """What somebody is typing and has not saved: outside the record and the write queue."""

    __tablename__ = "draft"
    __table_args__ = (Index("draft_place", "operator_id", "form", "thing", unique=True),)
    id: int | None = key()
    operator_id: int = ref("operator.id")
    form: str = txt()
    thing: str = txt("")
    body: str = txt()
    """JSON of the form's fields."""
    saved_at: datetime = when()
    desk_id: int | None = opt("desk.id")
